package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BackoffTest {
  @Test
  void pausesDoubleUpToTheLongestAndAreShortenedAtRandom() {
    Backoff backoff = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(10), new Random(1));
    long whole = Duration.ofMillis(200).toNanos();
    for (int i = 0; i < 12; i++) {
      assertThat(backoff.failed()).isBetween(whole / 2, whole);
      whole = Math.min(Duration.ofSeconds(10).toNanos(), 2 * whole);
    }
    backoff.reset();
    assertThat(backoff.failed()).isLessThanOrEqualTo(Duration.ofMillis(200).toNanos());
  }
}
