package io.peerdeck.panel.overview;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class TrendTest {
  private static final Instant START = Instant.parse("2026-03-02T09:00:00Z");

  @Test
  void aLevelStaysWhereNothingIsHeard() {
    Trend depth = new Trend(Trend.Kind.LEVEL);
    depth.add(START, 3);
    depth.add(START.plusSeconds(1), 4);
    depth.add(START.plusSeconds(30), 1);
    assertThat(depth.values()).containsExactly(4.0, 4.0, 4.0, 1.0);
  }

  @Test
  void aSumShowsWhatEachStepAdded() {
    Trend finished = new Trend(Trend.Kind.SUM);
    finished.add(START, 100);
    finished.add(START.plusSeconds(2), 103);
    finished.add(START.plusSeconds(21), 110);
    assertThat(finished.values()).containsExactly(3.0, 0.0, 7.0);
    assertThat(finished.sum()).isEqualTo(10);
    finished.add(START.plusSeconds(25), 90);
    assertThat(finished.values()).as("a counter that began anew").endsWith(7.0);
    assertThat(finished.whole()).as("of the steps that are over").containsExactly(3.0, 0.0);
  }

  @Test
  void onlyTheLastQuarterOfAnHourIsKept() {
    Trend depth = new Trend(Trend.Kind.LEVEL);
    depth.add(START, 1);
    depth.add(START.plusSeconds(86_400), 2);
    assertThat(depth.values()).hasSize(Trend.STEPS).endsWith(1.0, 2.0);
  }
}
