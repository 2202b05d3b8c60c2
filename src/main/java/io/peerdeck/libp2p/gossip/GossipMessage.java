package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;

/// A message with a sound signature.
///
/// @param author who published and signed it
/// @param data the payload; not to be changed
/// @param from the peer that brought it here
public record GossipMessage(MessageId id, PeerId author, String topic, byte[] data, PeerId from) {}
