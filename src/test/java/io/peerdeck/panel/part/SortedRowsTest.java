package io.peerdeck.panel.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Merging changes gives what sorting anew gives.
final class SortedRowsTest {
  private record Row(String key, int value) {}

  private static final Comparator<Row> ORDER =
      Comparator.comparingInt(Row::value).thenComparing(Row::key);

  @Test
  void changesAreMergedAsIfAllWereSortedAnew() {
    SplittableRandom random = new SplittableRandom(3);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      all.add(new Row("k" + i, random.nextInt(50)));
    }
    SortedRows<Row> sorted = SortedRows.of(all, ORDER);
    for (int round = 0; round < 200; round++) {
      List<Row> was = new ArrayList<>();
      List<Row> is = new ArrayList<>();
      for (int i = random.nextInt(6); i > 0 && !all.isEmpty(); i--) {
        Row gone = all.remove(random.nextInt(all.size()));
        was.add(gone);
        if (random.nextBoolean()) {
          is.add(new Row(gone.key(), random.nextInt(50)));
        }
      }
      for (int i = random.nextInt(4); i > 0; i--) {
        is.add(new Row("n" + round + "." + i, random.nextInt(50)));
      }
      all.addAll(is);
      List<String> before = sorted.rows().stream().map(Row::key).toList();
      SortedRows.Merged<Row> merged = sorted.with(was, is, Row::key);
      sorted = merged.sorted();
      assertThat(sorted.rows()).isEqualTo(SortedRows.of(all, ORDER).rows());
      List<String> after = sorted.rows().stream().map(Row::key).toList();
      if (merged.samePlaces()) {
        assertThat(after).isEqualTo(before);
      }
    }
  }

  @Test
  void anotherValueInTheSamePlaceMovesNothing() {
    Row a = new Row("a", 1);
    Row b = new Row("b", 5);
    Row c = new Row("c", 9);
    SortedRows<Row> sorted = SortedRows.of(List.of(c, a, b), ORDER);
    assertThat(sorted.with(List.of(b), List.of(new Row("b", 6)), Row::key).samePlaces()).isTrue();
    assertThat(sorted.with(List.of(b), List.of(new Row("b", 10)), Row::key).samePlaces()).isFalse();
    assertThat(sorted.with(List.of(), List.of(new Row("d", 7)), Row::key).samePlaces()).isFalse();
    assertThat(sorted.with(List.of(), List.of(), Row::key).sorted()).isSameAs(sorted);
  }

  @Test
  void anotherOrderIsTheSameAsSortingByItsComparator() {
    SplittableRandom random = new SplittableRandom(5);
    List<Row> all = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Row row = new Row((random.nextBoolean() ? "K" : "k") + random.nextInt(100), i % 7);
      if (!all.contains(row)) {
        all.add(row);
      }
    }
    Comparator<Row> standard = Comparator.comparingInt(all::indexOf);
    SortedRows<Row> rows = SortedRows.of(all.reversed(), standard);
    Column<Row> key = Column.text("key", "Key", 5, Row::key);
    Column<Row> value = Column.number("value", "Value", 5, Row::key, Row::value);
    Comparator<Row> plain =
        Comparator.comparing(Row::value)
            .reversed()
            .thenComparing(Row::key, String.CASE_INSENSITIVE_ORDER)
            .thenComparing(standard);
    Comparator<Row> order =
        new RowOrder<>(value.order(), true, new RowOrder<>(key.order(), false, standard));
    assertThat(rows.in(order).rows()).isEqualTo(SortedRows.of(all, plain).rows());
    assertThat(rows.in(order).in(standard).rows()).isEqualTo(all);
    for (int i = 1; i < all.size(); i++) {
      Row one = all.get(i - 1);
      Row other = all.get(i);
      assertThat(Integer.signum(order.compare(one, other)))
          .isEqualTo(Integer.signum(plain.compare(one, other)));
    }
  }

  @Test
  void aLongerTextNarrowsAFilterUnlessTimesOrAnotherChoiceAreInIt() {
    TableFilter wide = new TableFilter("ab", Map.of(), Optional.empty());
    TableFilter narrow = new TableFilter(" xAB ", Map.of(), Optional.empty());
    assertThat(narrow.narrows(wide)).isTrue();
    assertThat(wide.narrows(narrow)).isFalse();
    assertThat(wide.narrows(TableFilter.NONE)).isTrue();
    assertThat(new TableFilter("abc", Map.of("s", Set.of("x")), Optional.empty()).narrows(wide))
        .isFalse();
    Optional<TimeRange> lately = TimeRange.parse("PT1H");
    TableFilter timed = new TableFilter("ab", Map.of(), lately);
    assertThat(lately).isPresent();
    assertThat(timed.narrows(timed)).isTrue();
    assertThat(new TableFilter("abc", Map.of(), lately).narrows(timed)).isFalse();
  }
}
