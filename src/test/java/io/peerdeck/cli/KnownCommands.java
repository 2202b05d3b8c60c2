package io.peerdeck.cli;

import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// Whether the command line takes what others say it does.
public final class KnownCommands {
  private KnownCommands() {}

  /// Why it would be refused: an unknown command or option, one argument too many or too few.
  /// Nothing is carried out.
  ///
  /// @param arguments without `peerdeck`
  public static Optional<String> refusal(String... arguments) {
    CommandLine line = new CommandLine(new CommandLineTool.Root(Terminal.NONE));
    new Commands(Map.of()).addTo(line, arguments);
    try {
      return line.parseArgs(arguments).hasSubcommand()
          ? Optional.empty()
          : Optional.of("no such command");
    } catch (CommandLine.ParameterException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
