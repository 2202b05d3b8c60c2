package io.peerdeck.node;

import io.peerdeck.blob.FetchEar;
import io.peerdeck.blob.FetchReport;
import io.peerdeck.clock.Refusal;
import io.peerdeck.clock.RefusalEar;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.fleet.Deed;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// What the clock and the content store meet with peers, held against them or for them.
final class PeerDeeds implements RefusalEar, FetchEar {
  private final Conduct conduct;
  private final LongAdder blocks = new LongAdder();

  PeerDeeds(Conduct conduct) {
    this.conduct = conduct;
  }

  @Override
  public void refused(PeerId sender, List<Refusal> refusals) {
    conduct.note(sender, Deed.ENTRY_REFUSED, refusals.size(), refusals.getLast().reason());
  }

  @Override
  public void served(PeerId peer, long blocks) {
    this.blocks.add(blocks);
    conduct.note(peer, Deed.BLOCK_SERVED, blocks, "");
  }

  /// Blocks that all peers together brought here.
  long blocksServed() {
    return blocks.sum();
  }

  @Override
  public void failed(FetchReport.Failure failure) {
    switch (failure.fault()) {
      case MISBEHAVED -> conduct.note(failure.peer(), Deed.BAD_BLOCK, failure.reason());
      case SLOW -> conduct.note(failure.peer(), Deed.TIMEOUT, failure.reason());
      case NONE -> {}
    }
  }
}
