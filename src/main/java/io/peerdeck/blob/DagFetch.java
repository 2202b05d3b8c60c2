package io.peerdeck.blob;

import io.peerdeck.libp2p.FrameDeadline;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagPb;
import io.peerdeck.multiformats.Ipld;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Fetches what is not held of one DAG from one peer: walks from the root through what is held,
/// asks for what is not, two requests ahead, and walks on through what comes. Verified blocks are
/// kept even if the rest never comes, so the next try, with this peer or another, asks for the
/// remainder only.
final class DagFetch {
  private static final int REQUESTS_AHEAD = 2;

  private final BlobStore store;
  private final BlobLimits limits;
  private final Cid root;
  private final Transfer transfer;
  private final FrameDeadline stream;
  private final IpldFrames requests;
  private final IpldFrames answers;
  private final long dueNanos;
  private final Transfers clock;
  private final Runnable progress;

  private final Deque<Cid> open = new ArrayDeque<>();
  private final Set<Cid> seen = new HashSet<>();
  private final List<Cid> absent = new ArrayList<>();
  private long blocks;

  /// @param dueNanos when the whole fetch must have ended, on the transfers' monotonic clock
  /// @param progress called after each block
  DagFetch(
      BlobStore store,
      BlobLimits limits,
      Cid root,
      Transfer transfer,
      Transfers clock,
      FrameDeadline stream,
      long dueNanos,
      Runnable progress) {
    this.store = store;
    this.limits = limits;
    this.root = root;
    this.transfer = transfer;
    this.clock = clock;
    this.stream = stream;
    this.dueNanos = dueNanos;
    this.progress = progress;
    requests = new IpldFrames(stream, BlobLimits.MAX_REQUEST);
    answers = new IpldFrames(stream, BlobLimits.MAX_ANSWER);
  }

  long blocks() {
    return blocks;
  }

  /// Runs to the end and returns the blocks that the peer does not hold.
  ///
  /// @throws MisbehavedPeer if it sent something else than what was asked for
  List<Cid> run() {
    open.push(root);
    try (BlobBatch batch = store.batch()) {
      try {
        exchange(batch);
      } finally {
        batch.commit();
      }
    }
    return absent;
  }

  private void exchange(BlobBatch batch) {
    Deque<List<Cid>> asked = new ArrayDeque<>();
    while (true) {
      while (asked.size() < REQUESTS_AHEAD) {
        List<Cid> wants = nextWants();
        if (wants.isEmpty()) {
          break;
        }
        within();
        requests.write(
            Ipld.map()
                .put("type", "want")
                .put("root", root)
                .put("wants", Ipld.links(wants))
                .build());
        asked.add(wants);
      }
      if (asked.isEmpty()) {
        return;
      }
      for (Cid want : asked.remove()) {
        receive(want, batch);
      }
    }
  }

  private List<Cid> nextWants() {
    List<Cid> wants = new ArrayList<>();
    while (wants.size() < limits.wants() && !open.isEmpty()) {
      Cid cid = open.pop();
      if (!seen.add(cid)) {
        continue;
      }
      if (seen.size() > limits.maxBlocks()) {
        throw new BlobException(root + " has more than " + limits.maxBlocks() + " blocks");
      }
      if (cid.codec() == Cid.RAW) {
        if (!store.has(cid)) {
          wants.add(cid);
        }
        continue;
      }
      Optional<byte[]> held = store.get(cid);
      if (held.isEmpty()) {
        wants.add(cid);
      } else {
        expand(cid, held.get());
      }
    }
    return wants;
  }

  private void receive(Cid want, BlobBatch batch) {
    within();
    Ipld.Map answer =
        answers
            .read()
            .orElseThrow(
                () -> new BlobException("the peer ended the stream before it had answered"));
    Cid named = ProtocolBreach.reading("an answer", () -> answer.link("cid"));
    if (!named.equals(want)) {
      throw new MisbehavedPeer("it answered for " + named + ", asked was " + want);
    }
    Optional<byte[]> block = ProtocolBreach.reading("an answer", () -> answer.optBytes("block"));
    if (block.isEmpty()) {
      absent.add(want);
      return;
    }
    if (block.get().length > BlobStore.MAX_BLOCK || !want.matches(block.get())) {
      throw new MisbehavedPeer("it sent a wrong block for " + want);
    }
    if (transfer.bytes() + block.get().length > limits.maxBytes()) {
      throw new BlobException(root + " has more than " + limits.maxBytes() + " bytes");
    }
    batch.add(BlobStore.canonical(want), block.get());
    blocks++;
    expand(want, block.get());
    transfer.moved(block.get().length);
    progress.run();
  }

  /// Children in reverse, so that the first is on top. What a node says of its children's sizes is
  /// for show only.
  private void expand(Cid cid, byte[] block) {
    if (cid.codec() == Cid.DAG_PB) {
      for (DagPb.Link link : DagLinks.node(cid, block).links().reversed()) {
        open.push(link.cid());
        if (link.cid().codec() == Cid.RAW
            && link.size() <= BlobStore.MAX_BLOCK
            && !store.has(link.cid())) {
          transfer.expect(link.size());
        }
      }
    } else {
      DagLinks.of(cid, block).reversed().forEach(open::push);
    }
  }

  /// The next frame has its own time, and the whole fetch has one too.
  private void within() {
    long left = dueNanos - clock.nanos();
    if (left <= 0) {
      throw new BlobException("the time for fetching " + root + " is over");
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new BlobException("fetching " + root + " was cancelled");
    }
    Duration rest = Duration.ofNanos(left);
    stream.next(rest.compareTo(limits.frame()) < 0 ? rest : limits.frame());
  }
}
