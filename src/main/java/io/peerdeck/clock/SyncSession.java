package io.peerdeck.clock;

import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// One sync on one stream. Both sides run the same rounds: tell a summary, stream what the other
/// lacks, take what it streams. One thread writes while another reads, so two full windows cannot
/// lock each other; both sides draw the same conclusion from the two summaries, so they stop
/// together.
final class SyncSession {
  /// A batch stays below half of this, one entry of 64 KiB included.
  private static final int MAX_FRAME = 512 * 1024;

  private static final int MAX_ROUNDS = 16;
  private static final int MAX_REFUSED = 100;
  private static final int MAX_WANTED = 512;

  private final MerkleClock<?> clock;
  private final AuthorPace pace;
  private final RefusalEar ear;
  private final Stream stream;
  private final PeerId peer;
  private final IpldFrames frames;
  private final List<Refusal> refused = new ArrayList<>();
  private long received;
  private long admitted;
  private long sent;
  private long gained;

  SyncSession(MerkleClock<?> clock, AuthorPace pace, RefusalEar ear, Stream stream) {
    this.clock = clock;
    this.pace = pace;
    this.ear = ear;
    this.stream = stream;
    this.peer = stream.connection().remotePeer();
    this.frames = new IpldFrames(stream, MAX_FRAME);
  }

  SyncReport run() {
    for (int round = 1; ; round++) {
      ClockState state = clock.state();
      Summary mine = summary(state);
      gained = 0;
      CompletableFuture<Summary> theirs = new CompletableFuture<>();
      boolean last = round == MAX_ROUNDS;
      boolean first = round == 1;
      CompletableFuture<Long> writing =
          CompletableFuture.supplyAsync(
              () -> tell(state, mine, theirs, first, last), Thread::startVirtualThread);
      try {
        Summary summary = ProtocolBreach.reading("a summary", () -> Summary.read(frames));
        checkFleet(mine, summary);
        theirs.complete(summary);
        boolean done = isDone(mine, summary, first, last);
        boolean same = mine.compound().equals(summary.compound());
        AuthorPace.Round paced = pace.begin(peer);
        if (!done) {
          take(paced);
        }
        if (!done || same) {
          paced.ended(same);
        }
        sent += join(writing);
        if (done) {
          stream.closeWrite();
          return new SyncReport(peer, received, admitted, sent, refused, round, same);
        }
      } catch (RuntimeException e) {
        theirs.completeExceptionally(e);
        stream.reset();
        throw e;
      }
    }
  }

  private Summary summary(ClockState state) {
    return new Summary(
        state
            .fleet()
            .orElseThrow(
                () -> new ClockException("this node follows no fleet yet: nothing to sync")),
        state.compoundHead(),
        state.heads().stream().map(DagNode::cid).toList(),
        state.branches().all().stream()
            .map(
                branch ->
                    new Summary.AuthorTip(branch.author(), branch.tip().seq(), branch.tip().cid()))
            .toList(),
        clock.missing(peer).stream().limit(MAX_WANTED).toList(),
        gained);
  }

  private static void checkFleet(Summary mine, Summary theirs) {
    if (!mine.fleet().equals(theirs.fleet())) {
      throw new ClockException(
          "the peer follows fleet " + theirs.fleet() + ", this node follows " + mine.fleet());
    }
  }

  /// Symmetric in the two summaries.
  private static boolean isDone(Summary mine, Summary theirs, boolean first, boolean last) {
    boolean same =
        mine.compound().equals(theirs.compound())
            && mine.want().isEmpty()
            && theirs.want().isEmpty();
    boolean stuck = !first && mine.gained() == 0 && theirs.gained() == 0;
    return same || stuck || last;
  }

  private long tell(
      ClockState state,
      Summary mine,
      CompletableFuture<Summary> theirs,
      boolean first,
      boolean last) {
    mine.write(frames);
    Summary summary = theirs.join();
    if (isDone(mine, summary, first, last)) {
      return 0;
    }
    EntrySender sender = new EntrySender(clock, frames);
    sender.sendWanted(summary.want());
    sender.sendMissing(state, summary);
    sender.end();
    return sender.sent();
  }

  private void take(AuthorPace.Round paced) {
    while (true) {
      Ipld.Map frame =
          frames
              .read()
              .orElseThrow(
                  () -> new ClockException("the peer ended the sync in the middle of a round"));
      switch (ProtocolBreach.reading("a batch", () -> frame.text("type"))) {
        case "end" -> {
          return;
        }
        case "entries" -> {
          List<byte[]> blocks = ProtocolBreach.reading("a batch", () -> blocks(frame));
          admit(blocks, paced);
        }
        case String other ->
            throw new ProtocolBreach("the peer sent '" + other + "' in place of entries");
      }
    }
  }

  private void admit(List<byte[]> blocks, AuthorPace.Round paced) {
    AdmissionReport report = clock.admit(peer, blocks);
    received += blocks.size();
    admitted += report.admitted().size();
    gained += report.admitted().size() + report.pending();
    if (!report.refused().isEmpty()) {
      blame(report.refused());
    }
    if (refused.size() > MAX_REFUSED) {
      throw new ClockException(
          "%s sent more than %d entries that break a rule, the first: %s"
              .formatted(peer, MAX_REFUSED, refused.get(0).reason()));
    }
    paced.took(report.admitted());
  }

  /// An entry may have waited for one that another peer sent: each is held against its own sender.
  private void blame(List<Refusal> refusals) {
    Map<PeerId, List<Refusal>> bySender = new LinkedHashMap<>();
    for (Refusal refusal : refusals) {
      refusal
          .sender()
          .ifPresent(
              sender -> bySender.computeIfAbsent(sender, s -> new ArrayList<>()).add(refusal));
    }
    bySender.forEach(ear::refused);
    refused.addAll(bySender.getOrDefault(peer, List.of()));
  }

  private static List<byte[]> blocks(Ipld.Map frame) {
    List<byte[]> blocks = new ArrayList<>();
    for (Ipld item : frame.list("blocks").items()) {
      if (!(item instanceof Ipld.Bytes(byte[] block))) {
        throw new ProtocolBreach("the peer sent a batch with something else than blocks");
      }
      blocks.add(block);
    }
    return blocks;
  }

  private static long join(CompletableFuture<Long> writing) {
    try {
      return writing.join();
    } catch (CompletionException e) {
      throw Optional.ofNullable(e.getCause())
          .filter(PeerdeckException.class::isInstance)
          .map(PeerdeckException.class::cast)
          .orElseGet(() -> new ClockException("sending failed: " + e.getMessage(), e));
    }
  }
}
