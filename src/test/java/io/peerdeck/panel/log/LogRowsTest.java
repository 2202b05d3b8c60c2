package io.peerdeck.panel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Rows and lines, with folds and one step alone.
final class LogRowsTest {
  @Test
  void aFoldHidesItsLinesAndNoOthers() {
    LogRows rows = new LogRows();
    rows.lines(100);
    rows.fold(10, 20);
    assertThat(rows.count()).isEqualTo(90);
    assertThat(rows.lineOf(9)).isEqualTo(9);
    assertThat(rows.lineOf(10)).isEqualTo(20);
    assertThat(rows.rowOf(20)).isEqualTo(10);
    rows.reveal(15);
    assertThat(rows.count()).isEqualTo(100);
  }

  @Test
  void rowsAgreeWithAListOfWhatIsShown() {
    SplittableRandom random = new SplittableRandom(3);
    for (int round = 0; round < 400; round++) {
      LogRows rows = new LogRows();
      boolean[] hidden = new boolean[60];
      rows.lines(60);
      for (int i = random.nextInt(5); i > 0; i--) {
        int first = random.nextInt(60);
        int end = Math.min(60, first + random.nextInt(1, 12));
        boolean apart = true;
        for (int line = Math.max(0, first - 1); line < Math.min(60, end + 1); line++) {
          apart &= !hidden[line];
        }
        if (apart) {
          rows.fold(first, end);
          java.util.Arrays.fill(hidden, first, end, true);
        }
      }
      int from = random.nextInt(60);
      int to = random.nextInt(from, 61);
      rows.only(from, to);
      List<Long> shown = new ArrayList<>();
      for (int line = from; line < to; line++) {
        if (!hidden[line]) {
          shown.add((long) line);
        }
      }
      assertThat(rows.count()).isEqualTo(shown.size());
      for (int row = 0; row < shown.size(); row++) {
        assertThat(rows.lineOf(row)).isEqualTo(shown.get(row));
        assertThat(rows.rowOf(shown.get(row))).isEqualTo(row);
      }
    }
  }
}
