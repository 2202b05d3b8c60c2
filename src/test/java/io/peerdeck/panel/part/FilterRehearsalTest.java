package io.peerdeck.panel.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FilterRehearsalTest {
  private final AtomicInteger read = new AtomicInteger();
  private final FilterRehearsal<String> rehearsal =
      new FilterRehearsal<>(Function.identity(), new RowMatch<>(List.of(names()), List.of()));

  private Column<String> names() {
    return Column.text(
        "name",
        "Name",
        8,
        row -> {
          read.incrementAndGet();
          return row;
        });
  }

  private static List<String> rows(int count) {
    return IntStream.range(0, count).mapToObj(i -> "run-" + i).toList();
  }

  @Test
  void fewRowsAreLeftAlone() {
    rehearsal.on(rows(9_999));
    rehearsal.on(List.of());
    assertThat(read).hasValue(0);
  }

  @Test
  void manyRowsAreFilteredOnceByFourTexts() {
    rehearsal.on(rows(9_999));
    rehearsal.on(rows(10_000));
    assertThat(read).hasValue(40_000);
    rehearsal.on(rows(20_000));
    assertThat(read).hasValue(40_000);
  }
}
