package io.peerdeck.libp2p;

import java.time.Duration;

/// Every bound of the network in one place. A peer that goes past one is told so where the protocol
/// has words for it, and cut off otherwise.
///
/// @param connections connections in all, those in their handshake included
/// @param inboundConnections of these, inbound ones: a flood leaves room for our own dials
/// @param connectionsPerPeer connections with one peer
/// @param pendingInbound inbound connections that have not finished their handshake
/// @param pendingOutbound dials that have not finished theirs
/// @param inboundPerAddress inbound sockets from one network address, a /64 in IPv6
/// @param pendingPerAddress of these, such as have not finished their handshake
/// @param handshake time for security and muxer negotiation of one connection
/// @param negotiation time for agreeing on an inbound stream's protocol
/// @param streams streams of all connections, both directions
/// @param inboundStreams streams one connection's peer may have open
/// @param inboundStreamsPerProtocol of these, streams of one protocol
/// @param inboundStreamsPerPeer inbound streams of one peer over all its connections
/// @param streamsPerProtocol inbound streams of one protocol, of all peers
/// @param outboundStreams streams we open on one connection
/// @param unacknowledgedStreams streams opened by either side and not acknowledged yet
/// @param memory unread bytes of all connections together; a stream that goes past it is reset
/// @param streamWindow bytes of a stream's largest receive window, at least 256 KiB; it starts at
///     256 KiB
/// @param widenedWindows bytes by which the windows of one connection may have grown together
/// @param receiveBuffer unread bytes one connection may hold; the stream that goes past it is reset
/// @param sendQueue bytes one connection may have waiting for the socket before writers wait
/// @param pingsPerSecond Yamux pings answered
/// @param streamsPerSecond streams a peer may open, on average
/// @param resetsPerSecond resets a peer may send, on average
/// @param keepalive how often an idle connection is pinged
/// @param keepaliveTimeout how long its answer may take
/// @param closeLinger how long a stream closed here waits for the other side to finish
public record Limits(
    int connections,
    int inboundConnections,
    int connectionsPerPeer,
    int pendingInbound,
    int pendingOutbound,
    int inboundPerAddress,
    int pendingPerAddress,
    Duration handshake,
    Duration negotiation,
    int streams,
    int inboundStreams,
    int inboundStreamsPerProtocol,
    int inboundStreamsPerPeer,
    int streamsPerProtocol,
    int outboundStreams,
    int unacknowledgedStreams,
    long memory,
    int streamWindow,
    int widenedWindows,
    int receiveBuffer,
    int sendQueue,
    int pingsPerSecond,
    int streamsPerSecond,
    int resetsPerSecond,
    Duration keepalive,
    Duration keepaliveTimeout,
    Duration closeLinger) {
  /// The window every Yamux stream starts with, in bytes.
  public static final int INITIAL_WINDOW = 256 * 1024;

  /// Checks that every bound can be kept.
  public Limits {
    if (streamWindow < INITIAL_WINDOW || receiveBuffer < streamWindow) {
      throw new IllegalArgumentException(
          "streamWindow must be at least %d bytes and receiveBuffer at least streamWindow"
              .formatted(INITIAL_WINDOW));
    }
    if (Math.min(connections, Math.min(inboundStreams, unacknowledgedStreams)) < 1) {
      throw new IllegalArgumentException("connections and streams need room for at least one");
    }
  }

  /// Bounds for a desktop machine and a fleet of up to some hundred peers.
  public static Limits standard() {
    return new Limits(
        576,
        512,
        8,
        64,
        256,
        128,
        32,
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        16_384,
        1280,
        1024,
        2048,
        4096,
        1024,
        256,
        128L << 20,
        4 << 20,
        16 << 20,
        32 << 20,
        1 << 20,
        20,
        2_000,
        2_000,
        Duration.ofSeconds(30),
        Duration.ofSeconds(15),
        Duration.ofSeconds(30));
  }
}
