package io.peerdeck.cli;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;

/// The commands by name. Only the one that is asked is built: to read the options of all takes
/// longer than most commands run. Where none is named, all stand there by name and description
/// alone, for the list of them.
final class Commands {
  private static final String HELP = "help";
  private static final String JSON = "--json";
  private static final Set<String> VERSION = Set.of("-V", "--version");
  private static final Map<String, Supplier<?>> OF_WORKFLOW =
      ordered(
          Map.entry("submit", SubmitCommand::new),
          Map.entry("validate", ValidateCommand::new),
          Map.entry("logs", LogsCommand::new),
          Map.entry("templates", TemplatesCommand::new));

  private final Map<String, Supplier<?>> all = new LinkedHashMap<>();

  /// @param more commands of the program itself
  Commands(Map<String, Supplier<?>> more) {
    all.put("node", NodeCommand::new);
    all.put("workflow", WorkflowCommand::new);
    all.put("action", ActionCommand::new);
    all.put("fleet", FleetCommand::new);
    all.put("peer", PeerCommand::new);
    all.put("clock", ClockCommand::new);
    all.put("discovery", DiscoveryCommand::new);
    all.put("config", ConfigCommand::new);
    all.put("secret", SecretCommand::new);
    all.put("var", VarCommand::new);
    all.put("queue", QueueCommand::new);
    all.put("stats", StatsCommand::new);
    all.put("cache", CacheCommand::new);
    all.put("gh", GhCommand::new);
    all.put("mcp", McpCommand::new);
    all.put("transfer", TransferCommand::new);
    all.put("import", ImportCommand::new);
    all.put("doctor", DoctorCommand::new);
    all.put("completion", () -> new CompletionCommand(this));
    all.put(HELP, CommandLine.HelpCommand::new);
    all.putAll(more);
  }

  /// Adds what these arguments can mean.
  void addTo(CommandLine line, String[] arguments) {
    List<String> words = Stream.of(arguments).filter(word -> !word.equals(JSON)).toList();
    String first = words.isEmpty() ? "" : words.getFirst();
    String second = words.size() < 2 ? "" : words.get(1);
    if (VERSION.contains(first)) {
      return;
    }
    if (all.containsKey(first) && !first.equals(HELP)) {
      line.addSubcommand(first, built(all.get(first).get(), second));
      return;
    }
    all.forEach(
        (name, command) -> {
          if (name.equals(HELP) || (first.equals(HELP) && name.equals(second))) {
            line.addSubcommand(name, built(command.get(), ""));
          } else {
            line.addSubcommand(name, named(command.get()));
          }
        });
  }

  /// Adds all of them with all their options.
  void addAllTo(CommandLine line) {
    all.forEach((name, command) -> line.addSubcommand(name, built(command.get(), "")));
  }

  private static CommandSpec named(Object command) {
    CommandSpec spec = CommandSpec.create();
    Command told = command.getClass().getAnnotation(Command.class);
    spec.usageMessage().description(told.description()).hidden(told.hidden());
    return spec;
  }

  private static CommandLine built(Object command, String second) {
    CommandLine line = new CommandLine(command);
    Map<String, Supplier<?>> classes = command instanceof WorkflowCommand ? OF_WORKFLOW : Map.of();
    List<Method> methods = CommandLine.getCommandMethods(command.getClass(), null);
    boolean one =
        classes.containsKey(second)
            || methods.stream().anyMatch(method -> method.getName().equals(second));
    classes.forEach(
        (name, nested) -> {
          if (!one || name.equals(second)) {
            line.addSubcommand(name, nested.get());
          }
        });
    for (Method method : methods) {
      if (!one || method.getName().equals(second)) {
        line.addSubcommand(method.getName(), method);
      }
    }
    return line;
  }

  @SafeVarargs
  private static Map<String, Supplier<?>> ordered(Map.Entry<String, Supplier<?>>... commands) {
    Map<String, Supplier<?>> map = new LinkedHashMap<>();
    for (Map.Entry<String, Supplier<?>> command : commands) {
      map.put(command.getKey(), command.getValue());
    }
    return map;
  }
}
