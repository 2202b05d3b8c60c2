package io.peerdeck;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The launchers of an installed program: one for the command line, one for the panel, which gets
/// files instead of commands. (What jpackage calls a launcher's arguments are used only when a
/// person gives none.)
final class Launcher {
  /// The panel's launchers on each system, and the command line's beside them.
  private static final Map<String, String> COMMAND_LINE =
      Map.of(
          "peerdeck-panel", "peerdeck",
          "Peerdeck", "peerdeck-cli",
          "Peerdeck.exe", "peerdeck-cli.exe");

  private Launcher() {}

  /// The launcher that started this process; empty where it was Java itself.
  static Optional<Path> path() {
    return Optional.ofNullable(System.getProperty("jpackage.app-path")).map(Path::of);
  }

  /// What starts the command line of this program: the installed launcher, or the script that
  /// started this process; empty where it was Java itself.
  static Optional<Path> commandLine() {
    return commandLine(path());
  }

  static Optional<Path> commandLine(Optional<Path> started) {
    return started
        .map(
            launcher -> {
              String name = launcher.getFileName().toString();
              return launcher.resolveSibling(COMMAND_LINE.getOrDefault(name, name));
            })
        .or(() -> Optional.ofNullable(System.getProperty("peerdeck.launcher")).map(Path::of));
  }

  /// The command line meant by the arguments given to a launcher.
  static String[] command(String[] arguments, Optional<Path> launcher) {
    if (launcher
        .map(path -> path.getFileName().toString())
        .filter(COMMAND_LINE::containsKey)
        .isEmpty()) {
      return arguments;
    }
    String[] command = new String[arguments.length + 1];
    command[0] = "panel";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return command;
  }
}
