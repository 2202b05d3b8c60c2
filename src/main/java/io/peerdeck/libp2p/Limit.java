package io.peerdeck.libp2p;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;

/// The bounds of [Limits] by name, so that each can be measured.
public enum Limit {
  CONNECTIONS("connections", Limits::connections),
  INBOUND_CONNECTIONS("connections", Limits::inboundConnections),
  CONNECTIONS_PER_PEER("connections", Limits::connectionsPerPeer),
  PENDING_INBOUND("handshakes", Limits::pendingInbound),
  PENDING_OUTBOUND("handshakes", Limits::pendingOutbound),
  INBOUND_PER_ADDRESS("sockets", Limits::inboundPerAddress),
  PENDING_PER_ADDRESS("handshakes", Limits::pendingPerAddress),
  HANDSHAKE("ms", Limits::handshake),
  NEGOTIATION("ms", Limits::negotiation),
  STREAMS("streams", Limits::streams),
  INBOUND_STREAMS("streams", Limits::inboundStreams),
  INBOUND_STREAMS_PER_PROTOCOL("streams", Limits::inboundStreamsPerProtocol),
  INBOUND_STREAMS_PER_PEER("streams", Limits::inboundStreamsPerPeer),
  STREAMS_PER_PROTOCOL("streams", Limits::streamsPerProtocol),
  OUTBOUND_STREAMS("streams", Limits::outboundStreams),
  UNACKNOWLEDGED_STREAMS("streams", Limits::unacknowledgedStreams),
  MEMORY("bytes", Limits::memory),
  STREAM_WINDOW("bytes", Limits::streamWindow),
  WIDENED_WINDOWS("bytes", Limits::widenedWindows),
  RECEIVE_BUFFER("bytes", Limits::receiveBuffer),
  SEND_QUEUE("bytes", Limits::sendQueue),
  PINGS_PER_SECOND("per s", Limits::pingsPerSecond),
  STREAMS_PER_SECOND("per s", Limits::streamsPerSecond),
  RESETS_PER_SECOND("per s", Limits::resetsPerSecond),
  KEEPALIVE("ms", Limits::keepalive),
  KEEPALIVE_TIMEOUT("ms", Limits::keepaliveTimeout),
  CLOSE_LINGER("ms", Limits::closeLinger);

  private final String unit;
  private final Function<Limits, Object> bound;

  Limit(String unit, Function<Limits, Object> bound) {
    this.unit = unit;
    this.bound = bound;
  }

  /// The name of the component of [Limits], for example `inboundPerAddress`.
  public String key() {
    StringBuilder key = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_", -1)) {
      key.append(key.isEmpty() ? word.charAt(0) : Character.toUpperCase(word.charAt(0)))
          .append(word, 1, word.length());
    }
    return key.toString();
  }

  /// What is counted; times are in `ms`.
  public String unit() {
    return unit;
  }

  /// The bound in its unit.
  long of(Limits limits) {
    return switch (bound.apply(limits)) {
      case Duration time -> time.toMillis();
      case Integer count -> count;
      case Long bytes -> bytes;
      default -> throw new IllegalStateException(key() + " is neither a number nor a time");
    };
  }
}
