package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.AsyncLoadingCache;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.blob.BlobException;
import io.peerdeck.blob.BlobExchange;
import io.peerdeck.blob.UnixFs;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.InputsHeld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings content here and to others: who is asked, how long, and what is on its way already.
final class BlobTraffic implements InputsHeld, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BlobTraffic.class);
  private static final Duration FETCH = Duration.ofMinutes(30);
  private static final Duration OFFER = Duration.ofMinutes(10);
  private static final Duration ASK = Duration.ofSeconds(3);
  private static final Duration HOLDERS_FRESH = Duration.ofSeconds(2);
  private static final int REMEMBERED = 10_000;

  private final UnixFs files;
  private final BlobExchange exchange;
  private final Connected connected;
  private final Consumer<PeerId> needs;
  private final Runnable arrived;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<Cid> underway = ConcurrentHashMap.newKeySet();
  private final Cache<Cid, Boolean> givenUp = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  // Nothing is deleted from the content store yet, so what is held stays held.
  private final Cache<Cid, Boolean> held = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  private final AsyncLoadingCache<Cid, Integer> others;

  /// Which members can be asked now.
  interface Connected {
    Set<PeerId> peers();
  }

  /// @param needs told of members without a connection that should have what is wanted, or want
  ///     what is here
  /// @param arrived called after something wanted has come
  BlobTraffic(
      UnixFs files,
      BlobExchange exchange,
      Connected connected,
      Consumer<PeerId> needs,
      Runnable arrived) {
    this.files = files;
    this.exchange = exchange;
    this.connected = connected;
    this.needs = needs;
    this.arrived = arrived;
    this.others =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .refreshAfterWrite(HOLDERS_FRESH)
            .buildAsync(
                (root, pool) -> CompletableFuture.supplyAsync(() -> countOthers(root), threads));
  }

  @Override
  public boolean held(Cid root) {
    if (held.getIfPresent(root) != null) {
      return true;
    }
    boolean here = files.holds(root);
    if (here) {
      held.put(root, true);
    }
    return here;
  }

  @Override
  public void want(Cid root, List<PeerId> from) {
    want(root, from, arrived);
  }

  /// Fetches in the background, unless it is on its way already.
  ///
  /// @param come called once it is here
  void want(Cid root, List<PeerId> from, Runnable come) {
    if (givenUp.getIfPresent(root) == null && underway.add(root)) {
      threads.execute(
          () -> {
            try {
              fetch(root, from);
              come.run();
            } catch (NodeException e) {
              LOG.debug("{} is not here yet", root, e);
            } finally {
              underway.remove(root);
            }
          });
    }
  }

  /// Does not ask for a DAG by itself any more: its operator has cancelled it. Whoever needs it by
  /// name still fetches it.
  void giveUp(Cid root) {
    givenUp.put(root, true);
  }

  /// Asks for it after all.
  void wantAgain(Cid root, List<PeerId> from) {
    givenUp.invalidate(root);
    want(root, from);
  }

  /// Gives content to a peer, in the background.
  void offerLater(PeerId peer, Cid root) {
    threads.execute(() -> offer(peer, List.of(root)));
  }

  /// Makes all of a DAG held here: from those who should have it, then from any member. Throws
  /// [NodeException] naming who was asked when nobody has all of it.
  void fetch(Cid root, List<PeerId> from) {
    if (held(root)) {
      return;
    }
    Set<PeerId> reachable = connected.peers();
    from.stream().filter(Predicate.not(reachable::contains)).forEach(needs);
    List<PeerId> asked =
        new ArrayList<>(from.stream().distinct().filter(reachable::contains).toList());
    reachable.stream().filter(Predicate.not(asked::contains)).forEach(asked::add);
    try {
      exchange.fetch(root, asked, FETCH);
      held.put(root, true);
    } catch (BlobException e) {
      throw new NodeException(
          NodeException.Reason.NOT_FOUND, "Content is missing here: " + e.getMessage() + ".", e);
    }
  }

  /// Gives content to a peer that will need it, if it is reachable; it can still fetch it later.
  void offer(PeerId peer, List<Cid> roots) {
    if (!connected.peers().contains(peer)) {
      needs.accept(peer);
      return;
    }
    for (Cid root : roots) {
      try {
        exchange.push(peer, root, OFFER);
      } catch (BlobException e) {
        LOG.info("{} did not take {} now: {}", peer, root, e.getMessage());
        return;
      }
    }
  }

  /// How many members hold all of a DAG, this node included, as they last said: they are asked in
  /// the background, again when the answer is older than two seconds.
  ///
  /// @param told called when the first answer is there
  int holders(Cid root, Runnable told) {
    CompletableFuture<Integer> count = others.get(root);
    if (!count.isDone()) {
      count.thenRun(told);
    }
    return (held(root) ? 1 : 0) + (count.state() == Future.State.SUCCESS ? count.resultNow() : 0);
  }

  private int countOthers(Cid root) {
    try {
      return exchange.holders(root, List.copyOf(connected.peers()), ASK).size();
    } catch (BlobException e) {
      LOG.debug("the holders of {} were not counted: {}", root, e.getMessage());
      return 0;
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
