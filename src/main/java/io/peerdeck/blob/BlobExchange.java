package io.peerdeck.blob;

import io.peerdeck.libp2p.FrameDeadline;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.libp2p.StreamTimeoutException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Moves DAGs between peers over `/peerdeck/blob/1.0.0`: answers other peers' requests as a
/// protocol binding, and fetches and pushes for this one. Every block is checked against its name,
/// on both sides. All methods block; call them on virtual threads.
///
/// Frames, DAG-CBOR maps behind a length: `{type: "want", root, wants: [cid…]}` is answered by one
/// `{cid, block}` per want in order, without `block` where it is not held; `{type: "have", root}`
/// by `{held}`; `{type: "push", root, bytes}` by any number of `{progress}` and then `{held}` or
/// `{refused}`.
public final class BlobExchange implements ProtocolBinding {
  /// The protocol's id.
  public static final String PROTOCOL = "/peerdeck/blob/1.0.0";

  static final Duration PUSH_TIME = Duration.ofHours(6);

  private static final Logger LOG = LoggerFactory.getLogger(BlobExchange.class);

  private final BlobStore store;
  private final PeerStreams streams;
  private final Transfers transfers;
  private final BlobLimits limits;
  private final PushPolicy policy;
  private final FetchEar ear;
  private final BlobAsking asking;
  private final Map<Cid, ReentrantLock> fetching = new ConcurrentHashMap<>();

  /// @param store where blocks come from and go to
  /// @param streams opens streams to connected peers, `host::newStream`
  /// @param transfers told of every transfer
  /// @param limits all bounds
  /// @param policy whose offers are taken
  /// @param ear told how peers serve
  public BlobExchange(
      BlobStore store,
      PeerStreams streams,
      Transfers transfers,
      BlobLimits limits,
      PushPolicy policy,
      FetchEar ear) {
    this.store = store;
    this.streams = streams;
    this.transfers = transfers;
    this.limits = limits;
    this.policy = policy;
    this.ear = ear;
    this.asking = new BlobAsking(streams, limits, transfers::nanos);
  }

  @Override
  public List<String> protocols() {
    return List.of(PROTOCOL);
  }

  @Override
  public void handle(Stream stream) {
    new BlobServer(store, this, limits, transfers, policy, stream).run();
  }

  /// Fetches what is not held of a DAG, from one peer after the other until all of it is here and
  /// durable. What arrived stays, also when this fails or the process dies; the next call asks for
  /// the rest only. Calls for one root wait for each other.
  ///
  /// @param root any block
  /// @param from connected peers, the best first
  /// @param timeout for all of it
  /// @return what came over the wire; nothing if all was held
  /// @throws BlobException naming each peer and why it did not deliver
  public FetchReport fetch(Cid root, List<PeerId> from, Duration timeout) {
    return fetch(root, from, timeout, () -> {});
  }

  FetchReport fetch(Cid root, List<PeerId> from, Duration timeout, Runnable progress) {
    long due = transfers.nanos() + timeout.toNanos();
    ReentrantLock lock = fetching.computeIfAbsent(root, r -> new ReentrantLock());
    try {
      if (!lock.tryLock(timeout.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new BlobException("another fetch of " + root + " took all the time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BlobException("fetching " + root + " was cancelled", e);
    }
    try {
      return fetchLocked(root, from, due, progress);
    } finally {
      if (!lock.hasQueuedThreads()) {
        fetching.remove(root, lock);
      }
      lock.unlock();
    }
  }

  private FetchReport fetchLocked(Cid root, List<PeerId> from, long due, Runnable progress) {
    List<FetchReport.Failure> failures = new ArrayList<>();
    long[] moved = new long[2];
    if (DagLinks.missing(store, root, limits.maxBlocks()).isEmpty()) {
      return new FetchReport(root, 0, 0, failures);
    }
    for (PeerId peer : from) {
      Optional<FetchReport.Failure> failure = fetchFrom(root, peer, due, progress, moved);
      if (failure.isEmpty()) {
        return new FetchReport(root, moved[0], moved[1], failures);
      }
      failures.add(failure.get());
      ear.failed(failure.get());
    }
    String reasons =
        failures.stream().map(f -> f.peer() + ": " + f.reason()).collect(Collectors.joining("; "));
    throw new BlobException(
        "could not fetch " + root + (from.isEmpty() ? ": no peer to ask" : ": " + reasons));
  }

  private Optional<FetchReport.Failure> fetchFrom(
      Cid root, PeerId peer, long due, Runnable progress, long[] moved) {
    Transfer transfer = transfers.begin(root, TransferState.Direction.IN, peer);
    try (Stream opened = streams.open(peer, PROTOCOL, limits.open())) {
      transfer.onCancel(opened::reset);
      FrameDeadline stream = new FrameDeadline(opened, transfers::nanos);
      DagFetch fetch =
          new DagFetch(store, limits, root, transfer, transfers, stream, due, progress);
      List<Cid> absent;
      try {
        absent = fetch.run();
      } catch (PeerdeckException e) {
        opened.reset();
        throw e;
      } finally {
        moved[0] += fetch.blocks();
        if (fetch.blocks() > 0) {
          ear.served(peer, fetch.blocks());
        }
        moved[1] += transfer.bytes();
      }
      if (absent.isEmpty()) {
        transfer.done();
        return Optional.empty();
      }
      return Optional.of(
          failure(
              transfer,
              peer,
              FetchReport.Fault.NONE,
              "it does not hold " + absent.size() + " of the blocks"));
    } catch (MisbehavedPeer | ProtocolBreach e) {
      LOG.warn("peer {} misbehaved while sending {}: {}", peer, root, e.getMessage());
      return Optional.of(
          failure(transfer, peer, FetchReport.Fault.MISBEHAVED, String.valueOf(e.getMessage())));
    } catch (StreamTimeoutException e) {
      return Optional.of(
          failure(transfer, peer, FetchReport.Fault.SLOW, String.valueOf(e.getMessage())));
    } catch (PeerdeckException e) {
      return Optional.of(
          failure(transfer, peer, FetchReport.Fault.NONE, String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      transfer.failed(String.valueOf(e.getMessage()));
      throw e;
    }
  }

  private static FetchReport.Failure failure(
      Transfer transfer, PeerId peer, FetchReport.Fault fault, String reason) {
    transfer.failed(reason);
    if (transfer.cancelled()) {
      throw new BlobException("the transfer was cancelled here");
    }
    return new FetchReport.Failure(peer, fault, reason);
  }

  /// Has a peer fetch a DAG from us and waits until it holds all of it, durable. It asks only for
  /// what it lacks.
  ///
  /// @param peer a connected peer
  /// @param root a DAG held here
  /// @param timeout for all of it
  /// @throws BlobException if the peer refuses or fails, with its reason
  public void push(PeerId peer, Cid root, Duration timeout) {
    long due = transfers.nanos() + timeout.toNanos();
    List<Cid> missing = DagLinks.missing(store, root, limits.maxBlocks());
    if (!missing.isEmpty()) {
      throw new BlobException(
          "cannot push " + root + ": " + missing.size() + " blocks are not held here");
    }
    asking.ask(
        peer,
        Ipld.map().put("type", "push").put("root", root).put("bytes", bytes(root)).build(),
        (stream, answers) -> {
          while (true) {
            long left = due - transfers.nanos();
            if (left <= 0) {
              throw new BlobException("peer " + peer + " did not fetch " + root + " in time");
            }
            // Twice a frame's time: the peer tells of its progress between two frames of its own.
            stream.next(Duration.ofNanos(Math.min(left, 2 * limits.frame().toNanos())));
            Ipld.Map answer = BlobAsking.answer(peer, answers);
            if (answer.has("refused")) {
              throw new BlobException(
                  "peer " + peer + " did not take " + root + ": " + answer.text("refused"));
            }
            if (answer.has("held")) {
              return answer.bool("held");
            }
          }
        });
  }

  /// Which of some peers hold all of a DAG. Peers that do not answer in time count as not holding
  /// it.
  ///
  /// @param root any block
  /// @param peers connected peers
  /// @param timeout for all of them together
  public List<PeerId> holders(Cid root, List<PeerId> peers, Duration timeout) {
    long due = transfers.nanos() + timeout.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> answers =
          peers.stream().map(peer -> threads.submit(() -> holds(peer, root, due))).toList();
      List<PeerId> holders = new ArrayList<>();
      for (int i = 0; i < peers.size(); i++) {
        try {
          if (answers.get(i).get()) {
            holders.add(peers.get(i));
          }
        } catch (ExecutionException e) {
          LOG.debug("peer {} did not tell whether it holds {}", peers.get(i), root, e.getCause());
        } catch (InterruptedException e) {
          threads.shutdownNow();
          Thread.currentThread().interrupt();
          throw new BlobException("asking for holders of " + root + " was cancelled", e);
        }
      }
      return holders;
    }
  }

  private boolean holds(PeerId peer, Cid root, long due) {
    return asking.ask(
        peer,
        Ipld.map().put("type", "have").put("root", root).build(),
        (stream, answers) -> {
          stream.next(Duration.ofNanos(Math.max(1, due - transfers.nanos())));
          return BlobAsking.answer(peer, answers).bool("held");
        });
  }

  private long bytes(Cid root) {
    if (root.codec() != Cid.DAG_PB) {
      return store.size(root).orElse(0);
    }
    return DagLinks.node(root, store.require(root)).links().stream()
        .mapToLong(link -> Math.min(link.size(), limits.maxBytes()))
        .sum();
  }
}
