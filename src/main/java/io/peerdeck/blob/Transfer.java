package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.Instant;
import java.util.Optional;

/// A transfer while it runs; fed by the one thread that moves the blocks, read by many.
final class Transfer {
  private static final long RATE_WINDOW = 500_000_000L;
  private static final double NANOS = 1e9;

  private final Transfers owner;
  private final long id;
  private final Cid root;
  private final TransferState.Direction direction;
  private final PeerId peer;
  private final Instant startedAt;
  private final long startNanos;
  private long bytes;
  private long total;
  private long markNanos;
  private long markBytes;
  private double rate;
  private boolean cancelled;
  private Runnable abort = () -> {};
  private TransferState.State state = TransferState.State.RUNNING;
  private Optional<String> error = Optional.empty();

  Transfer(
      Transfers owner,
      long id,
      Cid root,
      TransferState.Direction direction,
      PeerId peer,
      Instant startedAt,
      long startNanos) {
    this.owner = owner;
    this.id = id;
    this.root = root;
    this.direction = direction;
    this.peer = peer;
    this.startedAt = startedAt;
    this.startNanos = startNanos;
    this.markNanos = startNanos;
  }

  long id() {
    return id;
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized void expect(long moreBytes) {
    total = Math.max(bytes, total + moreBytes);
  }

  void moved(int count) {
    boolean marked = false;
    synchronized (this) {
      bytes += count;
      total = Math.max(bytes, total);
      long now = owner.nanos();
      if (now - markNanos >= RATE_WINDOW) {
        rate = (bytes - markBytes) * NANOS / (now - markNanos);
        markNanos = now;
        markBytes = bytes;
        marked = true;
      }
    }
    if (marked) {
      owner.changed();
    }
  }

  void done() {
    end(TransferState.State.DONE, Optional.empty());
  }

  void failed(String reason) {
    if (cancelled()) {
      end(TransferState.State.CANCELLED, Optional.empty());
    } else {
      end(TransferState.State.FAILED, Optional.of(reason));
    }
  }

  synchronized boolean cancelled() {
    return cancelled;
  }

  /// How to end it from outside; done at once where it was cancelled before it had begun.
  void onCancel(Runnable how) {
    boolean now;
    synchronized (this) {
      abort = how;
      now = cancelled;
    }
    if (now) {
      how.run();
    }
  }

  /// Ends it; the thread that moves the blocks finds its stream reset. False when it has ended.
  boolean cancel() {
    Runnable how;
    synchronized (this) {
      if (state != TransferState.State.RUNNING) {
        return false;
      }
      cancelled = true;
      how = abort;
    }
    how.run();
    return true;
  }

  private void end(TransferState.State end, Optional<String> reason) {
    synchronized (this) {
      state = end;
      error = reason;
      rate = bytes * NANOS / Math.max(1, owner.nanos() - startNanos);
      total = end == TransferState.State.DONE ? bytes : total;
    }
    owner.ended(this);
  }

  synchronized TransferState snapshot() {
    return new TransferState(
        id, root, direction, peer, bytes, total, rate(), state, error, startedAt);
  }

  /// The last one measured, or since then where that is long ago: a transfer that stalls slows down
  /// for whoever looks at it.
  private double rate() {
    long since = owner.nanos() - markNanos;
    return state == TransferState.State.RUNNING && since > 2 * RATE_WINDOW
        ? (bytes - markBytes) * NANOS / since
        : rate;
  }
}
