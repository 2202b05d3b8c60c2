package io.peerdeck.cli;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;

/// The commands as a page for `man`, from the same descriptions as their help.
final class ManualPage {
  private static final String TOP =
      """
      .TH PEERDECK 1 "" Peerdeck
      .SH NAME
      peerdeck, peerdeck-panel \\- control panel and peer-to-peer fleet for workflow files
      .SH SYNOPSIS
      .B peerdeck
      COMMAND [OPTION...]
      .br
      .B peerdeck-panel
      [FILE...|INVITATION]
      .SH DESCRIPTION
      Runs GitHub Actions workflow files on the machines of a fleet, without a server.
      Commands ask the node that runs on the data folder; where none runs, they start one for as
      long as they last.
      .B peerdeck-panel
      is short for
      .BR "peerdeck panel" .
      .SH COMMANDS
      """;
  private static final String END =
      """
      .SH EXIT STATUS
      .TP
      0
      done
      .TP
      1
      the thing failed: a run that was waited for, a check, the node
      .TP
      2
      wrong use or input, or a part of an id that fits several things
      .TP
      3
      no such thing
      .TP
      4
      refused by policy or state
      .SH ENVIRONMENT
      .TP
      PEERDECK_HOME
      the data folder, where
      .B --data
      does not name it
      .SH FILES
      .TP
      ~/.local/share/peerdeck
      the data folder: the node's key, its settings in config.yaml, history, logs and content
      """;

  private ManualPage() {}

  /// @param all with every command and option
  static String of(CommandLine all) {
    return TOP + sections(all) + END;
  }

  private static String sections(CommandLine line) {
    return line.getSubcommands().values().stream()
        .filter(command -> !command.getCommandSpec().usageMessage().hidden())
        .filter(command -> !(command.getCommandSpec().userObject() instanceof HelpCommand))
        .map(command -> section(command) + sections(command))
        .collect(Collectors.joining());
  }

  private static String section(CommandLine command) {
    return ".SS \"%s\"\n.nf\n%s.fi\n"
        .formatted(
            command.getCommandSpec().qualifiedName(),
            command
                .getUsageMessage(Ansi.OFF)
                .lines()
                .map(ManualPage::text)
                .collect(Collectors.joining()));
  }

  /// A line that begins with a dot or an apostrophe would be read as a request.
  private static String text(String line) {
    return "\\&" + line.replace("\\", "\\e").replace("-", "\\-") + "\n";
  }
}
