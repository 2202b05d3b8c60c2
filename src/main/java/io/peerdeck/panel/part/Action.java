package io.peerdeck.panel.part;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.feather.Feather;

/// Something that can be done to a selection: one definition for the toolbar, the context menu and
/// the inspector.
///
/// @param id for finding the button: `#toolbar-ID`
/// @param enabled whether it makes sense for what is selected
/// @param choices empty for a plain action; else what to choose from before it is done
/// @param shortcut the keys that do it while its screen is shown, as [KeyCombination] writes them:
///     `Shortcut+R`
/// @param command the same on the command line, for what is selected; empty where there is none
/// @param aside whether it has no button in the toolbar, only in the menu, inspector and palette
public record Action<T>(
    String id,
    Feather icon,
    String text,
    Rank rank,
    Predicate<List<T>> enabled,
    Consumer<List<T>> run,
    Optional<Function<List<T>, List<Choice>>> choices,
    Optional<KeyCombination> shortcut,
    Function<List<T>, Optional<String>> command,
    boolean aside) {

  /// Command lines shown for one action; a script for more is written with a loop.
  private static final int MAX_COMMANDS = 20;

  /// The primary action is filled, dangerous ones are last and red when pointed at.
  public enum Rank {
    PRIMARY,
    NORMAL,
    DANGER
  }

  /// One item of a drop-down.
  ///
  /// @param command the same on the command line; empty where there is none
  public record Choice(String text, Runnable run, Optional<String> command) {
    public Choice(String text, Runnable run) {
      this(text, run, Optional.empty());
    }
  }

  private Action(
      String id,
      Feather icon,
      String text,
      Rank rank,
      Predicate<List<T>> enabled,
      Consumer<List<T>> run,
      Optional<Function<List<T>, List<Choice>>> choices) {
    this(
        id,
        icon,
        text,
        rank,
        enabled,
        run,
        choices,
        Optional.empty(),
        s -> Optional.empty(),
        false);
  }

  public static <T> Action<T> primary(String id, Feather icon, String text, Runnable run) {
    return new Action<>(id, icon, text, Rank.PRIMARY, s -> true, s -> run.run(), Optional.empty());
  }

  public static <T> Action<T> of(
      String id, Feather icon, String text, Predicate<List<T>> enabled, Consumer<List<T>> run) {
    return new Action<>(id, icon, text, Rank.NORMAL, enabled, run, Optional.empty());
  }

  public static <T> Action<T> danger(
      String id, Feather icon, String text, Predicate<List<T>> enabled, Consumer<List<T>> run) {
    return new Action<>(id, icon, text, Rank.DANGER, enabled, run, Optional.empty());
  }

  public static <T> Action<T> choosing(
      String id,
      Feather icon,
      String text,
      Predicate<List<T>> enabled,
      Function<List<T>, List<Choice>> choices) {
    return new Action<>(id, icon, text, Rank.NORMAL, enabled, s -> {}, Optional.of(choices));
  }

  /// The same with keys that do it, written as in `Shortcut+R` or `Delete`.
  public Action<T> withShortcut(String keys) {
    return new Action<>(
        id,
        icon,
        text,
        rank,
        enabled,
        run,
        choices,
        Optional.of(KeyCombination.valueOf(keys)),
        command,
        aside);
  }

  /// The same with the command a script would use for what is selected, asked for only where
  /// [#enabled()] holds.
  public Action<T> withCommand(Function<List<T>, Optional<String>> value) {
    return new Action<>(id, icon, text, rank, enabled, run, choices, shortcut, value, aside);
  }

  /// The same without a button in the toolbar: for what is done rarely.
  public Action<T> withoutButton() {
    return new Action<>(id, icon, text, rank, enabled, run, choices, shortcut, command, true);
  }

  /// The same with one command per selected row, one a line.
  public Action<T> withCommandEach(Function<T, String> each) {
    return withCommand(rows -> commands(rows, each));
  }

  /// One command per row, one a line; none without rows.
  public static <T> Optional<String> commands(List<T> rows, Function<T, String> each) {
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(
            rows.stream().limit(MAX_COMMANDS).map(each).collect(Collectors.joining("\n")));
  }
}
