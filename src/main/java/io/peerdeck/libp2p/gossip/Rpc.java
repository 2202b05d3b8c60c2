package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;

/// One RPC of gossipsub: news of subscriptions, messages, control.
///
/// @param graft topics
/// @param iwant ids over all IWANT entries
/// @param idontwant ids over all IDONTWANT entries
record Rpc(
    List<Subscribe> subscriptions,
    List<Message> publish,
    List<IHave> ihave,
    List<MessageId> iwant,
    List<String> graft,
    List<Prune> prune,
    List<MessageId> idontwant) {

  /// The sender subscribed to a topic, or gave it up.
  record Subscribe(String topic, boolean subscribed) {}

  /// The sender has these messages.
  record IHave(String topic, List<MessageId> ids) {}

  /// The sender took the receiver out of its mesh.
  ///
  /// @param peers others to connect to
  /// @param backoffSeconds how long not to graft; 0 where the sender did not say
  record Prune(String topic, List<Candidate> peers, long backoffSeconds) {}

  /// A peer that may be connected to instead.
  ///
  /// @param signedRecord its signed peer record, an envelope as protobuf
  record Candidate(PeerId peer, Optional<byte[]> signedRecord) {}

  Rpc {
    subscriptions = List.copyOf(subscriptions);
    publish = List.copyOf(publish);
    ihave = List.copyOf(ihave);
    iwant = List.copyOf(iwant);
    graft = List.copyOf(graft);
    prune = List.copyOf(prune);
    idontwant = List.copyOf(idontwant);
  }

  boolean isEmpty() {
    return subscriptions.isEmpty() && publish.isEmpty() && !hasControl();
  }

  boolean hasControl() {
    return !(ihave.isEmpty()
        && iwant.isEmpty()
        && graft.isEmpty()
        && prune.isEmpty()
        && idontwant.isEmpty());
  }
}
