package io.peerdeck.cli;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;

/// The commands by name. Only the one that is asked is built: to read the options of all takes
/// longer than most commands run. Where none is named, or help on one, all are, for the list of
/// them.
final class Commands {
  private static final Set<String> VERSION = Set.of("-V", "--version");
  private static final Map<String, Supplier<?>> OF_WORKFLOW =
      ordered(
          Map.entry("submit", SubmitCommand::new),
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
    all.put("stats", StatsCommand::new);
    all.put("cache", CacheCommand::new);
    all.put("gh", GhCommand::new);
    all.put("transfer", TransferCommand::new);
    all.put("help", CommandLine.HelpCommand::new);
    all.putAll(more);
  }

  /// Adds what these arguments can mean.
  void addTo(CommandLine line, String[] arguments) {
    String first = arguments.length == 0 ? "" : arguments[0];
    if (VERSION.contains(first)) {
      return;
    }
    boolean one = all.containsKey(first) && !first.equals("help");
    String second = one && arguments.length > 1 ? arguments[1] : "";
    all.forEach(
        (name, command) -> {
          if (!one || name.equals(first)) {
            line.addSubcommand(name, built(command.get(), second));
          }
        });
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
