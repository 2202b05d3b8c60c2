package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Keeps this clock and one peer's in step: syncs when the link comes up, when the peer announces
/// heads this node lacks, and now and then besides: more rarely while the link has been up since
/// the peer told the very heads this clock has, since it tells every change there. The keeper's
/// thread calls [#step(long)].
final class MemberSync {
  private final PeerId peer;
  private final LinkSurroundings around;
  private final Errand syncing;

  // Guarded by this.
  private final Backoff pause;
  private long retry;
  private long next;
  private long syncedAt;
  private Optional<List<Cid>> told = Optional.empty();
  private boolean wanted;
  private boolean peerHasClock;
  private boolean tried;
  private boolean reached;
  private Optional<String> failure = Optional.empty();

  MemberSync(PeerId peer, LinkSurroundings around) {
    this.peer = peer;
    this.around = around;
    this.syncing = around.errand();
    this.pause = around.backoff();
    this.retry = around.now();
    this.syncedAt = retry;
    this.next = retry + around.pace().sync().toNanos();
  }

  /// Why the last sync failed; empty after one that succeeded.
  synchronized Optional<String> failure() {
    return failure;
  }

  /// Whether a sync has ended, however, or the peer has nothing that this node lacks.
  synchronized boolean tried() {
    return tried;
  }

  /// Whether the peer's entries were fetched at least once.
  synchronized boolean reached() {
    return reached;
  }

  /// Whether what it has is being fetched, or about to be.
  synchronized boolean fetching() {
    return around.live().linked(peer) && (syncing.underWay() || (wanted && peerHasClock));
  }

  /// The peer greeted us.
  ///
  /// @param hasClock whether it follows the fleet already; while it waits to be let in, there is
  ///     nothing to sync with
  synchronized void greeted(boolean hasClock) {
    failure = Optional.empty();
    peerHasClock = hasClock;
    wanted = true;
  }

  /// The peer told its heads over the live stream.
  synchronized void told(List<Cid> heads) {
    told = Optional.of(List.copyOf(heads));
  }

  /// The link is down: what the peer told over it may be old from now on.
  synchronized void down() {
    told = Optional.empty();
  }

  /// The peer announced its heads.
  ///
  /// @param none whether it has no entries at all
  /// @param lacking whether this node lacks some of them
  synchronized void heads(boolean none, boolean lacking) {
    peerHasClock |= !none;
    if (lacking) {
      wanted = true;
    } else {
      tried = true;
      reached |= !none;
    }
  }

  /// Starts a sync if one is due.
  synchronized void step(long now) {
    boolean due = (wanted && now >= retry) || now >= next;
    if (due && !wanted && now - syncedAt < around.pace().agreedSync().toNanos() && agreed()) {
      next = now + around.pace().ping().toNanos(); // and looks again whether that is still so
      return;
    }
    if (due && peerHasClock && !syncing.underWay() && around.live().linked(peer)) {
      wanted = false;
      syncedAt = now;
      next = now + around.pace().sync().toNanos();
      syncing.start(this::sync);
    }
  }

  /// Whether both have the same entries, by all that was told since the link is up. Of more heads
  /// than an announcement holds nothing can be said.
  private boolean agreed() {
    return told.filter(heads -> heads.size() < LiveLink.MAX_HEADS)
        .filter(heads -> Set.copyOf(heads).equals(Set.copyOf(around.heads().get())))
        .isPresent();
  }

  /// Brings both clocks together; a failure is noted and tried again by [#step(long)].
  void sync() {
    try {
      List<Connection> open = around.host().connections(peer);
      if (!open.isEmpty()) {
        around.sync().sync(open.getFirst());
        synchronized (this) {
          pause.reset();
          failure = Optional.empty();
          tried = true;
          reached = true;
        }
      }
    } catch (PeerdeckException failed) {
      around.exclusion().conduct().failed(peer, failed);
      synchronized (this) {
        tried = true;
        failure = Optional.of(String.valueOf(failed.getMessage()));
        wanted = true;
        retry = around.now() + pause.failed();
      }
    }
  }
}
