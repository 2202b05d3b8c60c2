package io.peerdeck.panel.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
}
