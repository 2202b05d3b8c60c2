package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.libp2p.ConnectionGate;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConductTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final PeerId SELF = MemberDag.peer(1);
  private static final PeerId MALLORY = MemberDag.peer(2);
  private static final PeerId HONEST = MemberDag.peer(3);

  // A monotonic clock may start anywhere, and pass its largest number.
  private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000);
  private final InstantSource wall = () -> NOON;
  private final Conduct conduct = new Conduct(SELF, wall, now::get);

  @Test
  void aPeerOfWhichNothingIsKnownIsInTheMiddle() {
    assertThat(conduct.of(HONEST)).isEqualTo(Repute.UNKNOWN);
    assertThat(Repute.UNKNOWN.score()).isEqualTo(50);
  }

  @Test
  void goodDeedsRaiseTheScoreAndBadOnesLowerIt() {
    conduct.note(HONEST, Deed.LEASE_KEPT, 8, "");
    conduct.note(HONEST, Deed.BLOCK_SERVED, 200, "");
    assertThat(conduct.of(HONEST).score()).isEqualTo(75);
    assertThat(conduct.of(HONEST).reasons())
        .containsExactly("ended 8 jobs it had claimed", "sent 200 blocks that were asked for");
    conduct.note(HONEST, Deed.LEASE_LOST, "run 1");
    assertThat(conduct.of(HONEST).score()).isEqualTo(58);
    assertThat(conduct.of(HONEST).reasons().getFirst())
        .isEqualTo("lost 1 job it had claimed; the last: run 1");
  }

  @Test
  void whatMayHappenToAnHonestPeerNeverSuspends() {
    conduct.note(HONEST, Deed.TIMEOUT, 10_000, "slow");
    conduct.note(HONEST, Deed.LEASE_LOST, 10_000, "gone");
    assertThat(conduct.suspended(HONEST)).isFalse();
    assertThat(conduct.of(HONEST).score()).isZero();
    conduct.note(MALLORY, Deed.ENTRY_REFUSED, 4, "wrong signature");
    assertThat(conduct.suspended(MALLORY)).isFalse();
  }

  @Test
  void aSuspensionEndsByItselfAndTheNextIsTwiceAsLong() {
    List<Duration> lengths = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      conduct.note(MALLORY, Deed.ENTRY_REFUSED, 5, "wrong signature");
      assertThat(conduct.suspended(MALLORY)).isTrue();
      lengths.add(Duration.between(NOON, conduct.of(MALLORY).suspendedUntil().orElseThrow()));
      pass(lengths.getLast().minusNanos(1));
      assertThat(conduct.suspended(MALLORY)).isTrue();
      pass(Duration.ofNanos(1));
      assertThat(conduct.suspended(MALLORY)).isFalse();
    }
    assertThat(lengths)
        .extracting(Duration::toMinutes)
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(conduct.of(MALLORY).suspendedUntil()).isEmpty();
    pass(Duration.ofHours(5));
    conduct.note(MALLORY, Deed.BAD_BLOCK, 2, "");
    assertThat(conduct.of(MALLORY).suspendedUntil()).contains(NOON.plus(Duration.ofMinutes(4)));
  }

  @Test
  void whatIsLongAgoIsForgiven() {
    conduct.note(MALLORY, Deed.BREACH, 1, "a frame of 9 GB");
    pass(Duration.ofMinutes(20));
    conduct.note(MALLORY, Deed.BREACH, 1, "a frame of 9 GB");
    assertThat(conduct.suspended(MALLORY)).isFalse();
    pass(Duration.ofHours(6));
    assertThat(conduct.of(MALLORY)).isEqualTo(Repute.UNKNOWN);
  }

  @Test
  void onlyWhatBreaksTheProtocolIsABreach() {
    conduct.failed(HONEST, new Libp2pException("the connection ended"));
    conduct.failed(HONEST, new IllegalStateException("our own fault"));
    assertThat(conduct.of(HONEST)).isEqualTo(Repute.UNKNOWN);
    conduct.failed(MALLORY, new ProtocolBreach("not a map"));
    assertThat(conduct.of(MALLORY).reasons())
        .containsExactly("broke a protocol 1 time; the last: not a map");
  }

  @Test
  void aFloodOfNamesAndWordsTakesBoundedMemoryAndSetsNobodyFree() {
    conduct.note(MALLORY, Deed.BAD_BLOCK, Long.MAX_VALUE, "x".repeat(1 << 20));
    assertThat(conduct.of(MALLORY).reasons().getFirst()).hasSizeLessThan(300);
    for (int i = 10; i < 10 + 2 * Conduct.MAX_PEERS; i++) {
      conduct.note(MemberDag.peer(i), Deed.TIMEOUT, "");
    }
    assertThat(conduct.suspended(MALLORY)).isTrue();
    assertThat(conduct.of(MemberDag.peer(10))).isEqualTo(Repute.UNKNOWN);
    assertThat(conduct.of(MemberDag.peer(9 + 2 * Conduct.MAX_PEERS)).score()).isLessThan(50);
  }

  @Test
  void oneselfIsNotJudged() {
    conduct.note(SELF, Deed.BAD_BLOCK, 100, "");
    assertThat(conduct.suspended(SELF)).isFalse();
  }

  @Test
  void whoIsBlockedStaysSoAcrossRestartsUntilUnblocked(@TempDir Path folder) {
    try (ClockOnDisk disk = new ClockOnDisk(1, folder)) {
      Exclusion exclusion = exclusion(disk);
      exclusion.block(MALLORY);
      exclusion.block(MALLORY);
    }
    try (ClockOnDisk disk = new ClockOnDisk(1, folder)) {
      Exclusion exclusion = exclusion(disk);
      ConnectionGate gate = exclusion.before(ConnectionGate.OPEN);
      assertThat(exclusion.blocks(MALLORY)).isTrue();
      assertThat(exclusion.reason(MALLORY).orElseThrow()).startsWith("blocked by this machine's");
      assertThat(gate.mayConnect(MALLORY)).isFalse();
      assertThat(gate.mayOpen(MALLORY, "/ipfs/ping/1.0.0")).isFalse();
      assertThat(gate.mayConnect(HONEST)).isTrue();
      exclusion.unblock(MALLORY);
      assertThat(gate.mayConnect(MALLORY)).isTrue();
    }
    try (ClockOnDisk disk = new ClockOnDisk(1, folder)) {
      assertThat(exclusion(disk).excludes(MALLORY)).isFalse();
    }
  }

  @Test
  void theOperatorLetsASuspendedPeerInAgain(@TempDir Path folder) {
    try (ClockOnDisk disk = new ClockOnDisk(1, folder)) {
      Exclusion exclusion = exclusion(disk);
      conduct.note(MALLORY, Deed.BAD_BLOCK, 2, "it sent a wrong block");
      assertThat(exclusion.excludes(MALLORY)).isTrue();
      assertThat(exclusion.reason(MALLORY).orElseThrow())
          .startsWith("shut out until ")
          .endsWith(": it sent 2 wrong blocks; the last: it sent a wrong block");
      exclusion.unblock(MALLORY);
      assertThat(exclusion.excludes(MALLORY)).isFalse();
      assertThat(conduct.of(MALLORY)).isEqualTo(Repute.UNKNOWN);
    }
  }

  private Exclusion exclusion(ClockOnDisk disk) {
    return new Exclusion(BlockedPeers.open(disk.database, SELF, wall), conduct);
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }
}
