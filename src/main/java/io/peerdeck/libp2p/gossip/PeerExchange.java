package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.Optional;

/// What becomes of the peers named in a PRUNE (gossipsub 1.1, "Peer Exchange").
public interface PeerExchange {
  /// Names peers without records, and connects to nobody it hears of.
  PeerExchange NONE =
      new PeerExchange() {
        @Override
        public Optional<byte[]> signedRecord(PeerId peer) {
          return Optional.empty();
        }

        @Override
        public void offered(PeerId by, PeerId peer, Optional<byte[]> signedRecord) {}
      };

  /// The newest signed peer record held of a peer, an envelope as protobuf, to be handed to others.
  /// Must answer from memory.
  Optional<byte[]> signedRecord(PeerId peer);

  /// A peer of good enough standing offered another one. The record is as it came: whoever uses it
  /// checks first that its signature holds and that it is the named peer's. Called on a reading
  /// thread; must return soon.
  void offered(PeerId by, PeerId peer, Optional<byte[]> signedRecord);
}
