package io.peerdeck.libp2p;

import java.util.function.LongSupplier;

/// Yamux pings: ours, which keep a connection from dying unnoticed and measure its round trip once
/// that is asked for, and the answers to the peer's, of which it gets only so many. On the event
/// loop.
final class YamuxKeepalive {
  private final YamuxSession session;
  private final Limits limits;
  private final LongSupplier nanos;
  private final RateLimit answers;
  private final LimitMeter silence;
  private final LimitMeter patience;
  private long heardAt;
  private long askedAt;
  private int number;
  private boolean asked;
  private volatile long roundTrip;

  YamuxKeepalive(YamuxSession session, ConnectionScope scope, Limits limits, LongSupplier nanos) {
    this.session = session;
    this.limits = limits;
    this.nanos = nanos;
    this.answers = new RateLimit(scope.meter(Limit.PINGS_PER_SECOND), nanos);
    this.silence = scope.meter(Limit.KEEPALIVE);
    this.patience = scope.meter(Limit.KEEPALIVE_TIMEOUT);
    this.heardAt = nanos.getAsLong();
  }

  /// How often to look for what took too long.
  static long tickMillis(Limits limits) {
    long shorter = Math.min(limits.keepalive().toMillis(), limits.closeLinger().toMillis());
    return Math.max(10, shorter / 4);
  }

  /// The peer's pings of the last second.
  RateLimit answers() {
    return answers;
  }

  /// Measures a round trip, if none is being measured.
  void measure() {
    if (!asked) {
      ping();
    }
  }

  /// The last round trip; 0 until there was one.
  long roundTripNanos() {
    return roundTrip;
  }

  void heard() {
    heardAt = nanos.getAsLong();
  }

  private void ping() {
    asked = true;
    askedAt = nanos.getAsLong();
    session.control(YamuxFrame.PING, YamuxFrame.SYN, 0, ++number);
  }

  /// Asks again after a silence; false if the last question was not answered in time.
  boolean tick() {
    long now = nanos.getAsLong();
    if (asked) {
      boolean patient = now - Math.max(askedAt, heardAt) < limits.keepaliveTimeout().toNanos();
      if (!patient) {
        patience.refuse();
      }
      return patient;
    }
    if (now - heardAt >= limits.keepalive().toNanos()) {
      silence.lasted(now - heardAt);
      silence.refuse();
      ping();
    }
    return true;
  }

  /// @throws Libp2pException if the peer pings too often or answers what was not asked
  void received(YamuxFrame ping) {
    if (ping.has(YamuxFrame.SYN)) {
      if (!answers.take()) {
        throw new Libp2pException("the peer pings too often");
      }
      session.control(YamuxFrame.PING, YamuxFrame.ACK, 0, (int) ping.length());
    } else {
      if (!asked || (int) ping.length() != number) {
        throw new Libp2pException("the peer answered a ping that was not sent");
      }
      asked = false;
      roundTrip = nanos.getAsLong() - askedAt;
      patience.lasted(roundTrip);
    }
  }
}
