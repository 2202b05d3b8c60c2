package io.peerdeck.libp2p;

/// Payload bytes of one protocol since the host started, all peers together.
///
/// @param received bytes read from peers
/// @param sent bytes written to peers
public record Traffic(long received, long sent) {}
