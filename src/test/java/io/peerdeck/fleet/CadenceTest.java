package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.Test;

class CadenceTest {
  private static final Duration PERIOD = Duration.ofSeconds(4);
  // A multiple of the period.
  private static final Instant MOMENT = Instant.ofEpochSecond(1_800_000_000);

  private static Duration next(Instant now) {
    return Cadence.next(InstantSource.fixed(now), PERIOD);
  }

  @Test
  void machinesWhoseClocksAgreeMeetWheneverTheyAsk() {
    for (long millis : new long[] {0, 1, 700, 2000, 3499}) {
      Instant now = MOMENT.plusMillis(millis);
      assertThat(now.plus(next(now))).isEqualTo(MOMENT.plus(PERIOD));
    }
  }

  @Test
  void aMomentThatIsUponUsIsLeftOut() {
    Instant now = MOMENT.minusMillis(1);
    assertThat(now.plus(next(now))).isEqualTo(MOMENT.plus(PERIOD));
  }

  @Test
  void noRestIsMuchShorterOrLongerThanThePeriod() {
    for (long millis = 0; millis < 4000; millis += 7) {
      assertThat(next(MOMENT.plusMillis(millis)))
          .isBetween(PERIOD.dividedBy(8), PERIOD.plus(PERIOD.dividedBy(8)));
    }
  }

  @Test
  void clocksBeforeTheEpochHaveMomentsToo() {
    Instant now = Instant.ofEpochMilli(-500).minusSeconds(1);
    assertThat(now.plus(next(now))).isEqualTo(Instant.EPOCH);
  }
}
