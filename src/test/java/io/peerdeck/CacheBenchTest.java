package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// An hour of the simulated day; what is counted does not depend on the machine's speed.
@Timeout(180)
class CacheBenchTest {
  private static final int MINUTES = 60;

  private final CacheBench bench = new CacheBench(new SecureRandom());

  @Test
  void fiveNodesSpendTheCallsOfOneAndAChangeIsFetchedOnce() {
    CacheBench.Polling shared = bench.poll(true, MINUTES);
    assertThat(shared.bodiesPerChange()).isBetween(1.0, 1.1);
    assertThat(shared.savedPercent()).isGreaterThan(90);
  }

  @Test
  void withoutSharingEachNodeFetchesEachChange() {
    assertThat(bench.poll(false, MINUTES).bodiesPerChange()).isGreaterThan(4.5);
  }
}
