package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/// The transfers that run, and the last hundred that ended. Safe for many threads.
public final class Transfers {
  private static final int KEPT = 100;

  private final InstantSource clock;
  private final LongSupplier nanos;
  private final Map<Long, Transfer> running = new LinkedHashMap<>();
  private final Deque<TransferState> ended = new ArrayDeque<>();
  private final CopyOnWriteArrayList<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long lastId;

  /// @param clock for the times shown to people
  /// @param nanos a monotonic clock in nanoseconds, for rates
  public Transfers(InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    this.nanos = nanos;
  }

  /// Running transfers first, then ended ones, each newest first.
  public List<TransferState> list() {
    synchronized (running) {
      List<TransferState> now = running.values().stream().map(Transfer::snapshot).toList();
      return Stream.concat(now.reversed().stream(), ended.stream()).toList();
    }
  }

  /// Ends a running transfer and leaves what has arrived; false when there is none of that id.
  public boolean cancel(long id) {
    Transfer transfer;
    synchronized (running) {
      transfer = running.get(id);
    }
    return transfer != null && transfer.cancel();
  }

  /// Calls a listener when a transfer begins or ends, and about twice a second while bytes move, on
  /// the thread that moves them: it must return at once.
  ///
  /// @param listener told that something changed
  /// @return ends the subscription when closed
  public Subscription subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Ends a subscription when closed.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  Transfer begin(Cid root, TransferState.Direction direction, PeerId peer) {
    Transfer transfer;
    synchronized (running) {
      transfer =
          new Transfer(this, ++lastId, root, direction, peer, clock.instant(), nanos.getAsLong());
      running.put(transfer.id(), transfer);
    }
    changed();
    return transfer;
  }

  void ended(Transfer transfer) {
    synchronized (running) {
      if (running.remove(transfer.id()) != null) {
        ended.addFirst(transfer.snapshot());
        while (ended.size() > KEPT) {
          ended.removeLast();
        }
      }
    }
    changed();
  }

  void changed() {
    listeners.forEach(Runnable::run);
  }

  long nanos() {
    return nanos.getAsLong();
  }
}
