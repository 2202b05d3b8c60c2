package io.peerdeck.cli;

import io.peerdeck.api.ApiException;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The whole command line. Exit codes: 0 done, 1 the thing failed, 2 wrong use or input, 3 no such
/// thing, 4 refused by policy or state.
public final class CommandLineTool {
  @Command(
      name = "peerdeck",
      mixinStandardHelpOptions = true,
      scope = CommandLine.ScopeType.INHERIT,
      versionProvider = Version.class,
      description = "A control panel and peer-to-peer fleet for GitHub Actions workflow files.")
  static final class Root {
    @SuppressWarnings("UnusedVariable") // told by the help; each command reads its own
    @Option(
        names = "--json",
        scope = CommandLine.ScopeType.INHERIT,
        description = "answer as JSON: one document, or a line for each thing that follows")
    private boolean json;

    final Terminal terminal;

    Root(Terminal terminal) {
      this.terminal = terminal;
    }
  }

  private CommandLineTool() {}

  /// Runs one command and returns its exit code. `more` are commands of the program itself, by
  /// name, such as `panel`.
  public static int run(
      String[] arguments, Map<String, Supplier<?>> more, PrintWriter out, PrintWriter err) {
    return run(arguments, more, out, err, Terminal.NONE);
  }

  /// The same for a person who watches.
  public static int run(
      String[] arguments,
      Map<String, Supplier<?>> more,
      PrintWriter out,
      PrintWriter err,
      Terminal terminal) {
    // Otherwise picocli opens every library in search of Groovy.
    System.setProperty("picocli.disable.closures", "true");
    CommandLine line = new CommandLine(new Root(terminal));
    new Commands(more).addTo(line, arguments);
    line.setOut(out).setErr(err);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setExecutionExceptionHandler((failure, command, parsed) -> fail(failure, err));
    line.setParameterExceptionHandler(
        (failure, input) -> {
          err.println(message(failure));
          failure.getCommandLine().usage(err);
          err.flush();
          return 2;
        });
    int exit = arguments.length == 0 ? usage(line, err) : line.execute(arguments);
    out.flush();
    err.flush();
    return exit;
  }

  private static String message(CommandLine.ParameterException failure) {
    if (!(failure instanceof CommandLine.UnmatchedArgumentException unmatched)
        || unmatched.isUnknownOption()
        || unmatched.getCommandLine().getSubcommands().isEmpty()) {
      return String.valueOf(failure.getMessage());
    }
    String told = "There is no command `" + unmatched.getUnmatched().getFirst() + "`";
    return unmatched.getSuggestions().isEmpty()
        ? told + "."
        : told + "; there is " + String.join(", ", unmatched.getSuggestions()) + ".";
  }

  private static int usage(CommandLine line, PrintWriter err) {
    line.usage(err);
    return 2;
  }

  private static int fail(Exception failure, PrintWriter err) {
    err.println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
    err.flush();
    return switch (failure) {
      case ApiException api -> exitCode(api.status());
      default -> 1;
    };
  }

  private static int exitCode(int httpStatus) {
    return switch (httpStatus) {
      case 400, 405, 413 -> 2;
      case 404 -> 3;
      case 401, 403, 409 -> 4;
      default -> 1;
    };
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CommandLineTool.class.getPackage().getImplementationVersion();
      return new String[] {"peerdeck " + (version == null ? "(development)" : version)};
    }
  }
}
