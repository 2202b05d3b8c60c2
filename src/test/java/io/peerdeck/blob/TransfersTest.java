package io.peerdeck.blob;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TransfersTest {
  private static final Cid ROOT = Cid.of(Cid.RAW, new byte[] {1});
  private static final PeerId PEER = KeyPair.fromSeed(new byte[32]).peerId();

  private final AtomicLong nanos = new AtomicLong();
  private final Transfers transfers = new Transfers(InstantSource.fixed(Instant.EPOCH), nanos::get);

  @Test
  void measuresTheRateOfTheLastMoments() {
    Transfer transfer = transfers.begin(ROOT, TransferState.Direction.IN, PEER);
    transfer.expect(4000);
    nanos.addAndGet(1_000_000_000L);
    transfer.moved(1000);
    assertThat(transfers.list().getFirst().bytesPerSecond()).isEqualTo(1000);
    nanos.addAndGet(500_000_000L);
    transfer.moved(3000);
    TransferState now = transfers.list().getFirst();
    assertThat(now.bytesPerSecond()).isEqualTo(6000);
    assertThat(now.bytes()).isEqualTo(4000);
    assertThat(now.total()).isEqualTo(4000);
    nanos.addAndGet(500_000_000L);
    transfer.done();
    assertThat(transfers.list().getFirst().bytesPerSecond()).isEqualTo(2000);
  }

  @Test
  void aTransferThatStallsSlowsDownForWhoeverLooks() {
    Transfer transfer = transfers.begin(ROOT, TransferState.Direction.IN, PEER);
    nanos.addAndGet(1_000_000_000L);
    transfer.moved(1000);
    nanos.addAndGet(20_000_000_000L);
    assertThat(transfers.list().getFirst().bytesPerSecond()).isZero();
  }

  @Test
  void keepsTheLastHundredThatEndedBehindThoseThatRun() {
    Transfer running = transfers.begin(ROOT, TransferState.Direction.OUT, PEER);
    for (int i = 0; i < 150; i++) {
      transfers.begin(ROOT, TransferState.Direction.IN, PEER).failed("why " + i);
    }
    assertThat(transfers.list()).hasSize(101);
    assertThat(transfers.list().getFirst().id()).isEqualTo(running.id());
    assertThat(transfers.list().get(1).error()).contains("why 149");
    assertThat(transfers.list().getLast().error()).contains("why 50");
  }

  @Test
  void tellsListenersUntilTheyLeave() {
    AtomicInteger told = new AtomicInteger();
    try (Transfers.Subscription subscription = transfers.subscribe(told::incrementAndGet)) {
      transfers.begin(ROOT, TransferState.Direction.IN, PEER).done();
      assertThat(told).hasValue(2);
      assertThat(subscription).isNotNull();
    }
    transfers.begin(ROOT, TransferState.Direction.IN, PEER);
    assertThat(told).hasValue(2);
  }
}
