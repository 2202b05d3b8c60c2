package io.peerdeck.clock;

import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Streams blocks in batches: one page of rows and one batch in memory, however much the other side
/// lacks.
final class EntrySender {
  private static final int BATCH_BYTES = 128 * 1024;
  private static final int PAGE = 128;

  private final MerkleClock<?> clock;
  private final IpldFrames frames;
  private final List<Ipld> batch = new ArrayList<>();
  private int batchBytes;
  private long sent;

  EntrySender(MerkleClock<?> clock, IpldFrames frames) {
    this.clock = clock;
    this.frames = frames;
  }

  long sent() {
    return sent;
  }

  void sendWanted(List<Cid> wanted) {
    for (Cid cid : wanted) {
      clock.get(cid).ifPresent(entry -> add(entry.block()));
    }
  }

  /// Sends, in admission order (which is causal), what the other side's summary does not cover.
  void sendMissing(ClockState state, Summary theirs) {
    VersionVector known = known(state.branches(), theirs);
    Optional<Long> first = firstMissing(state.branches(), known);
    if (first.isEmpty()) {
      return;
    }
    for (long row = first.get() - 1; row < state.rows(); row += PAGE) {
      clock
          .table()
          .blocksBetween(row, Math.min(row + PAGE, state.rows()), known)
          .forEach(this::add);
    }
  }

  void end() {
    flush();
    frames.write(Ipld.map().put("type", "end").build());
  }

  /// How far the other side reaches, as far as this side can tell.
  ///
  /// Who holds an entry holds its causal past. Of a tip that is not held here and lies beyond all
  /// that is, the author's one chain is taken as known; a tip not held at a number that is taken
  /// tells of a second history, so nothing of that author is taken as known and its chain is sent
  /// again.
  private VersionVector known(Branches branches, Summary theirs) {
    VersionVector known = VersionVector.EMPTY;
    for (Cid head : theirs.heads()) {
      known = known.merge(versions(head).orElse(VersionVector.EMPTY));
    }
    for (Summary.AuthorTip tip : theirs.tips()) {
      Optional<VersionVector> held = versions(tip.cid());
      known = known.merge(held.orElse(VersionVector.EMPTY));
      Branch only = branches.only(tip.author());
      if (held.isEmpty() && only != null && tip.seq() > only.tip().seq()) {
        known = known.with(only.id(), only.tip().seq());
      }
    }
    return known;
  }

  private Optional<VersionVector> versions(Cid cid) {
    return clock.find(cid).map(DagNode::versions);
  }

  private Optional<Long> firstMissing(Branches branches, VersionVector known) {
    long first = Long.MAX_VALUE;
    for (Branch branch : branches.all()) {
      long next = Math.max(branch.start(), known.get(branch.id()) + 1);
      if (next <= branch.tip().seq()) {
        long row = clock.table().nodeOnChain(branch.id(), next).map(DagNode::row).orElse(1L);
        first = Math.min(first, row);
      }
    }
    return first == Long.MAX_VALUE ? Optional.empty() : Optional.of(first);
  }

  private void add(byte[] block) {
    batch.add(new Ipld.Bytes(block));
    batchBytes += block.length;
    if (batchBytes >= BATCH_BYTES) {
      flush();
    }
  }

  private void flush() {
    if (!batch.isEmpty()) {
      frames.write(Ipld.map().put("type", "entries").put("blocks", batch).build());
      sent += batch.size();
      batch.clear();
      batchBytes = 0;
    }
  }
}
