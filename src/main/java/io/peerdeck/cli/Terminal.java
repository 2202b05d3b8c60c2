package io.peerdeck.cli;

import java.io.Console;
import java.util.Map;
import java.util.Optional;

/// What a command may do for the eye.
///
/// @param colours whether states are coloured, which says nothing that is not written as well
/// @param progress whether long work tells how far it is, in a line that is overwritten
public record Terminal(boolean colours, boolean progress) {
  /// Nothing: the output goes to a file or a program.
  public static final Terminal NONE = new Terminal(false, false);

  private static final char ESCAPE = 27;
  private static final String PLAIN = ESCAPE + "[0m";
  private static final String BOLD = ESCAPE + "[1m";

  /// Words of states and the colours they have everywhere: green, red, yellow, cyan.
  private static final Map<String, Integer> COLOURS =
      Map.ofEntries(
          Map.entry("completed", 32),
          Map.entry("success", 32),
          Map.entry("connected", 32),
          Map.entry("ok", 32),
          Map.entry("failed", 31),
          Map.entry("failure", 31),
          Map.entry("problem", 31),
          Map.entry("blocked", 31),
          Map.entry("cancelled", 33),
          Map.entry("warning", 33),
          Map.entry("held", 33),
          Map.entry("assigned", 36),
          Map.entry("in_progress", 36));

  /// What this process is attached to. `NO_COLOR` with any text in it means what it says
  /// ([no-color.org](https://no-color.org)).
  ///
  /// @param environment the process's variables
  public static Terminal of(Map<String, String> environment) {
    boolean person = Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    boolean plain =
        !environment.getOrDefault("NO_COLOR", "").isEmpty()
            || environment.getOrDefault("TERM", "").equals("dumb");
    return new Terminal(person && !plain, person);
  }

  static String coloured(String cell, boolean heading) {
    if (heading) {
      return cell.isEmpty() ? cell : BOLD + cell + PLAIN;
    }
    Integer colour = COLOURS.get(cell);
    return colour == null ? cell : ESCAPE + "[" + colour + "m" + cell + PLAIN;
  }
}
