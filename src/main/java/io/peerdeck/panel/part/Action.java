package io.peerdeck.panel.part;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.kordamp.ikonli.feather.Feather;

/// Something that can be done to a selection: one definition for the toolbar, the context menu and
/// the inspector.
///
/// @param id for finding the button: `#toolbar-ID`
/// @param enabled whether it makes sense for what is selected
/// @param choices empty for a plain action; else what to choose from before it is done
public record Action<T>(
    String id,
    Feather icon,
    String text,
    Rank rank,
    Predicate<List<T>> enabled,
    Consumer<List<T>> run,
    Optional<Function<List<T>, List<Choice>>> choices) {

  /// The primary action is filled, dangerous ones are last and red when pointed at.
  public enum Rank {
    PRIMARY,
    NORMAL,
    DANGER
  }

  /// One item of a drop-down.
  public record Choice(String text, Runnable run) {}

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
}
