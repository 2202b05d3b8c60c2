package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalWindowTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final ArrivalWindow window = new ArrivalWindow();

  @Test
  void beforeTheFirstHeartbeatThreeSecondsOfSilenceAreSuspicious() {
    assertThat(window.suspiciousAfter(1) / (double) SECOND).isCloseTo(3, within(0.02));
    assertThat(window.phi(window.suspiciousAfter(1), 1)).isCloseTo(8, within(0.01));
  }

  @Test
  void suspicionGrowsWithSilenceAsTheNormalDistributionHasIt() {
    fill(0, 2 * SECOND);

    // Mean and deviation are 1 s: at the mean half of all are later, one deviation on 15.87 %.
    assertThat(window.phi(SECOND, 1)).isCloseTo(-Math.log10(0.5), within(0.001));
    assertThat(window.phi(2 * SECOND, 1)).isCloseTo(-Math.log10(0.1587), within(0.01));
    assertThat(window.phi(4 * SECOND, 1)).isCloseTo(-Math.log10(0.00135), within(0.1));
    assertThat(window.phi(Duration.ofHours(1).toNanos(), 1)).isGreaterThan(1e6).isFinite();
    assertThat(window.phi(0, 1)).isBetween(0.0, 0.1);
  }

  @Test
  void whoIsSlowItselfGivesOthersMoreTime() {
    fill(SECOND, SECOND);

    assertThat(window.suspiciousAfter(2) / (double) SECOND).isCloseTo(5, within(0.04));
  }

  @Test
  void onlyTheLastHundredIntervalsCount() {
    fill(0, 6 * SECOND);
    fill(SECOND, SECOND);

    assertThat(window.mean()).isEqualTo(SECOND);
    assertThat(window.suspiciousAfter(1) / (double) SECOND).isCloseTo(3, within(0.02));
  }

  private void fill(long one, long other) {
    for (int i = 0; i < ArrivalWindow.KEPT; i++) {
      window.add(i % 2 == 0 ? one : other);
    }
  }
}
