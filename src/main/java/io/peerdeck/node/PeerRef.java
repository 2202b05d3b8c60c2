package io.peerdeck.node;

/// A peer as people meet it: its name first, its id (base58 PeerId) to tell namesakes apart.
public record PeerRef(String id, String name) {}
