package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;

/// A column of a [DataTable].
///
/// @param em preferred width in em
/// @param least the narrowest it gets, in em
/// @param text what is shown, searched and copied
/// @param order how the column sorts; explicit, because the default asks the locale's collator
/// @param mark the state shown with icon and word instead of plain text
/// @param tooltip the long form of what is shown short
/// @param exported what is written to a file: a text, a number or a truth value
/// @param shown whether it is visible until the person chooses otherwise
/// @param searched whether a filter's text is looked for in it
/// @param leaves its turn to leave where the columns have no room beside each other, lowest first;
///     empty for one a row means nothing without
public record Column<T>(
    String id,
    String title,
    double em,
    double least,
    Function<T, String> text,
    Comparator<T> order,
    Optional<Function<T, Mark>> mark,
    Optional<Function<T, String>> tooltip,
    Function<T, Object> exported,
    boolean right,
    boolean shown,
    boolean searched,
    OptionalInt leaves) {

  /// The narrowest a column of text gets unless it says otherwise.
  private static final double LEAST_TEXT = 6.5;

  /// One that gets no narrower than it is, is shown and searched, and exported as its text.
  private Column(
      String id,
      String title,
      double em,
      Function<T, String> text,
      Comparator<T> order,
      Optional<Function<T, Mark>> mark,
      boolean right) {
    this(
        id,
        title,
        em,
        em,
        text,
        order,
        mark,
        Optional.empty(),
        text::apply,
        right,
        true,
        true,
        OptionalInt.empty());
  }

  public static <T> Column<T> text(String id, String title, double em, Function<T, String> text) {
    Comparator<T> order =
        new KeyOrder<>(row -> text.apply(row).toLowerCase(Locale.ROOT), Comparator.naturalOrder());
    return new Column<>(id, title, em, text, order, Optional.empty(), false)
        .withLeast(Math.min(LEAST_TEXT, em));
  }

  public static <T, K extends Comparable<? super K>> Column<T> number(
      String id, String title, double em, Function<T, String> text, Function<T, K> order) {
    return new Column<>(
            id,
            title,
            em,
            text,
            new KeyOrder<>(order, Comparator.naturalOrder()),
            Optional.empty(),
            true)
        .withExport(order::apply)
        .notSearched();
  }

  /// A moment, as how long ago it was; in files as ISO 8601 has it.
  public static <T> Column<T> ago(
      String id, String title, double em, Function<T, Instant> at, InstantSource time) {
    return Column.<T, Long>number(
            id,
            title,
            em,
            row -> Words.ago(at.apply(row), time),
            row -> at.apply(row).toEpochMilli())
        .withTooltip(row -> Words.absolute(at.apply(row)))
        .withExport(row -> at.apply(row).toString());
  }

  public static <T> Column<T> mark(
      String id, String title, double em, Function<T, Mark> mark, Function<T, String> word) {
    return new Column<>(
        id,
        title,
        em,
        word,
        new KeyOrder<>(mark, Comparator.naturalOrder()),
        Optional.of(mark),
        false);
  }

  public Column<T> withTooltip(Function<T, String> value) {
    return with(least, Optional.of(value), exported, shown, searched, leaves);
  }

  public Column<T> withLeast(double value) {
    return with(value, tooltip, exported, shown, searched, leaves);
  }

  public Column<T> hidden() {
    return with(least, tooltip, exported, false, searched, leaves);
  }

  /// The same, saying only what other columns say too: searching those is enough.
  public Column<T> notSearched() {
    return with(least, tooltip, exported, shown, false, leaves);
  }

  /// The same with another value in files than what is shown.
  public Column<T> withExport(Function<T, Object> value) {
    return with(least, tooltip, value, shown, searched, leaves);
  }

  /// The same, not shown where there is no room, unless a person brings it out.
  ///
  /// @param turn those of lower turns leave before it
  public Column<T> leaving(int turn) {
    return with(least, tooltip, exported, shown, searched, OptionalInt.of(turn));
  }

  private Column<T> with(
      double least,
      Optional<Function<T, String>> tooltip,
      Function<T, Object> exported,
      boolean shown,
      boolean searched,
      OptionalInt leaves) {
    return new Column<>(
        id, title, em, least, text, order, mark, tooltip, exported, right, shown, searched, leaves);
  }
}
