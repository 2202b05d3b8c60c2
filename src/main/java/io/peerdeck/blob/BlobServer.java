package io.peerdeck.blob;

import io.peerdeck.libp2p.FrameDeadline;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Answers one peer's stream: blocks, whether a DAG is held, and offers. Requests are answered one
/// after the other; the stream's window slows both sides, so there is one block in memory.
final class BlobServer {
  private final BlobStore store;
  private final BlobExchange exchange;
  private final BlobLimits limits;
  private final Transfers transfers;
  private final PushPolicy policy;
  private final FrameDeadline stream;
  private final IpldFrames requests;
  private final IpldFrames answers;
  private @Nullable Transfer sending;

  BlobServer(
      BlobStore store,
      BlobExchange exchange,
      BlobLimits limits,
      Transfers transfers,
      PushPolicy policy,
      Stream stream) {
    this.store = store;
    this.exchange = exchange;
    this.limits = limits;
    this.transfers = transfers;
    this.policy = policy;
    this.stream = new FrameDeadline(stream, transfers::nanos);
    requests = new IpldFrames(this.stream, BlobLimits.MAX_REQUEST);
    answers = new IpldFrames(this.stream, BlobLimits.MAX_ANSWER);
  }

  void run() {
    try {
      serve();
      if (sending != null) {
        sending.done();
      }
    } catch (PeerdeckException e) {
      if (sending != null) {
        sending.failed(String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  private void serve() {
    while (true) {
      stream.next(limits.idle());
      Optional<Ipld.Map> request = requests.read();
      if (request.isEmpty()) {
        return;
      }
      Ipld.Map map = request.get();
      switch (asked(() -> map.text("type"))) {
        case "want" -> want(map);
        case "have" -> have(asked(() -> map.link("root")));
        case "push" -> push(map);
        default -> throw new ProtocolBreach("unknown request type '" + map.text("type") + "'");
      }
    }
  }

  private static <T> T asked(Supplier<T> parse) {
    return ProtocolBreach.reading("a request", parse);
  }

  private void want(Ipld.Map request) {
    Ipld.List wants = asked(() -> request.list("wants"));
    if (wants.size() < 1 || wants.size() > limits.maxWants()) {
      throw new ProtocolBreach(
          "a request wants 1 to " + limits.maxWants() + " blocks, not " + wants.size());
    }
    List<Cid> cids = asked(wants::links);
    Transfer transfer = sending;
    if (transfer == null) {
      Cid root = asked(() -> request.optLink("root")).orElse(cids.getFirst());
      transfer =
          transfers.begin(root, TransferState.Direction.OUT, stream.connection().remotePeer());
      sending = transfer;
      transfer.onCancel(stream::reset);
    }
    transfer.expect(cids.stream().mapToLong(cid -> store.size(cid).orElse(0)).sum());
    for (Cid cid : cids) {
      Optional<byte[]> block = store.get(cid);
      stream.next(limits.frame());
      answers.write(
          block
              .map(bytes -> Ipld.map().put("cid", cid).put("block", new Ipld.Bytes(bytes)))
              .orElseGet(() -> Ipld.map().put("cid", cid))
              .build());
      transfer.moved(block.map(bytes -> bytes.length).orElse(0));
    }
  }

  private void have(Cid root) {
    boolean held = DagLinks.missing(store, root, limits.maxBlocks()).isEmpty();
    stream.next(limits.frame());
    answers.write(Ipld.map().put("held", held).build());
  }

  /// The offered DAG is fetched from the peer that offers it, like any other; meanwhile it hears
  /// that we are at it.
  private void push(Ipld.Map request) {
    Cid root = asked(() -> request.link("root"));
    long bytes = asked(() -> request.integer("bytes"));
    Optional<String> refusal = policy.refusal(stream.connection().remotePeer(), root, bytes);
    if (refusal.isEmpty()) {
      refusal = take(root);
    }
    stream.next(limits.frame());
    answers.write(
        refusal
            .map(reason -> Ipld.map().put("refused", reason))
            .orElseGet(() -> Ipld.map().put("held", true))
            .build());
  }

  private Optional<String> take(Cid root) {
    long[] told = {transfers.nanos()};
    Runnable progress =
        () -> {
          if (transfers.nanos() - told[0] > limits.frame().toNanos() / 4) {
            told[0] = transfers.nanos();
            stream.next(limits.frame());
            answers.write(Ipld.map().put("progress", true).build());
          }
        };
    try {
      exchange.fetch(
          root, List.of(stream.connection().remotePeer()), BlobExchange.PUSH_TIME, progress);
      return Optional.empty();
    } catch (BlobException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
