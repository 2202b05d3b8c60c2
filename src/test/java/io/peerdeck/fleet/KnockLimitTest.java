package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KnockLimitTest {
  private static final PeerId PEER = MemberDag.peer(1);
  private final AtomicLong now = new AtomicLong();
  private final KnockLimit limit = new KnockLimit(now::get);

  @Test
  void aPeerKnocksSixTimesAndThenEveryTenSeconds() {
    for (int i = 0; i < 6; i++) {
      assertThat(limit.knock(PEER, "a")).isEmpty();
    }
    Duration wait = limit.knock(PEER, "a").orElseThrow();
    assertThat(wait).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
    pass(wait);
    assertThat(limit.knock(PEER, "a")).isEmpty();
    assertThat(limit.knock(PEER, "a")).isPresent();
    assertThat(limit.knock(MemberDag.peer(2), "a")).as("another peer").isEmpty();
  }

  @Test
  void peersOfOneMachineShareItsAllowance() {
    for (int i = 0; i < 30; i++) {
      assertThat(limit.knock(MemberDag.peer(10 + i), "a")).isEmpty();
    }
    assertThat(limit.knock(MemberDag.peer(99), "a")).isPresent();
    assertThat(limit.knock(MemberDag.peer(99), "b")).isEmpty();
  }

  @Test
  void threeFaultsSilenceAPeerForMinutesWhereverItComesFrom() {
    for (int i = 0; i < 3; i++) {
      assertThat(limit.knock(PEER, "a")).isEmpty();
      limit.fault(PEER, "a");
    }
    assertThat(limit.knock(PEER, "b").orElseThrow()).isGreaterThan(Duration.ofMinutes(4));
    assertThat(limit.knock(MemberDag.peer(2), "a")).isEmpty();
    pass(Duration.ofMinutes(5));
    assertThat(limit.knock(PEER, "b")).isEmpty();
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
