package io.peerdeck.fleet;

import io.peerdeck.libp2p.Host;
import java.util.concurrent.atomic.AtomicInteger;

/// How many connections this node wants. It dials while it has fewer than the target; what others
/// open besides, and what it needs for business with a peer, is let be up to the limit, past which
/// the least valuable are closed down to the target again.
///
/// Of members without a connection to this node it hears by gossip, which is slower, so the target
/// is well above the size of a usual fleet.
public final class ConnectionRoom {
  /// 192 and 256: half of what the host takes at most.
  static final int TARGET = 192;

  static final int LIMIT = 256;

  // Handshakes cost both sides; a node that starts in a large fleet takes its time.
  private static final int DIALS_AT_ONCE = 32;

  private final Host host;
  private final int target;
  private final int limit;
  private final AtomicInteger dialling = new AtomicInteger();

  /// @param target from which no more is dialled, at least 1
  /// @param limit from which some are closed, at least the target
  public ConnectionRoom(Host host, int target, int limit) {
    if (target < 1 || limit < target) {
      throw new FleetException(
          "the target of connections is at least 1 and the limit at least the target, not %d and %d"
              .formatted(target, limit));
    }
    this.host = host;
    this.target = target;
    this.limit = limit;
  }

  /// As many as a desktop machine bears.
  public static ConnectionRoom standard(Host host) {
    return new ConnectionRoom(host, TARGET, LIMIT);
  }

  /// Whether more connections are wanted.
  boolean isFree() {
    return host.connections().size() + dialling.get() < target;
  }

  /// Takes the room for one more dial, if there is some; [#left()] gives it back.
  ///
  /// @param needed whether there is business with whom is dialled: then there is room up to the
  ///     limit
  boolean take(boolean needed) {
    int others = dialling.getAndIncrement();
    int most = needed ? limit : target;
    if (others < DIALS_AT_ONCE && host.connections().size() + others < most) {
      return true;
    }
    dialling.decrementAndGet();
    return false;
  }

  /// The dial has ended.
  void left() {
    dialling.decrementAndGet();
  }

  /// How many of so many connections to close; 0 within the limit.
  int tooMany(int open) {
    return open > limit ? open - target : 0;
  }
}
