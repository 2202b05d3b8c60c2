package io.peerdeck;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/// The launchers of an installed program: one for the command line, one for the panel, which gets
/// files instead of commands. (What jpackage calls a launcher's arguments are used only when a
/// person gives none.)
final class Launcher {
  private static final Set<String> PANEL = Set.of("peerdeck-panel", "Peerdeck", "Peerdeck.exe");

  private Launcher() {}

  /// The launcher that started this process; empty where it was Java itself.
  static Optional<Path> path() {
    return Optional.ofNullable(System.getProperty("jpackage.app-path")).map(Path::of);
  }

  /// What starts the command line of this program: the installed launcher, or the script that
  /// started this process; empty where it was Java itself.
  static Optional<Path> commandLine() {
    return path()
        .map(
            launcher ->
                PANEL.contains(launcher.getFileName().toString())
                    ? launcher.resolveSibling("peerdeck")
                    : launcher)
        .or(() -> Optional.ofNullable(System.getProperty("peerdeck.launcher")).map(Path::of));
  }

  /// The command line meant by the arguments given to a launcher.
  static String[] command(String[] arguments, Optional<Path> launcher) {
    if (launcher.map(path -> path.getFileName().toString()).filter(PANEL::contains).isEmpty()) {
      return arguments;
    }
    String[] command = new String[arguments.length + 1];
    command[0] = "panel";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    return command;
  }
}
