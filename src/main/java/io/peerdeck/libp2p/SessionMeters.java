package io.peerdeck.libp2p;

import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// The limits one connection's session watches, followed while it is open.
final class SessionMeters implements AutoCloseable {
  private final ConnectionScope scope;
  private final Map<Limit, LongSupplier> followed = new EnumMap<>(Limit.class);

  SessionMeters(ConnectionScope scope) {
    this.scope = scope;
  }

  LimitMeter of(Limit limit) {
    return scope.meter(limit);
  }

  /// Lets the host's meters ask these, until [#close()].
  void follow(
      StreamOpener opener,
      StreamAcceptor acceptor,
      YamuxKeepalive keepalive,
      RateLimit resets,
      SendQueue sends,
      Collection<YamuxStream> streams) {
    follow(Limit.STREAMS_PER_SECOND, acceptor.rate()::used);
    follow(Limit.RESETS_PER_SECOND, resets::used);
    follow(Limit.PINGS_PER_SECOND, keepalive.answers()::used);
    follow(Limit.SEND_QUEUE, sends::queued);
    follow(Limit.UNACKNOWLEDGED_STREAMS, () -> Math.max(opener.waiting(), acceptor.waiting()));
    follow(
        Limit.STREAM_WINDOW, () -> streams.stream().mapToLong(YamuxStream::unread).max().orElse(0));
  }

  private void follow(Limit limit, LongSupplier current) {
    followed.put(limit, current);
    of(limit).follow(current);
  }

  @Override
  public void close() {
    followed.forEach((limit, current) -> of(limit).forget(current));
  }
}
