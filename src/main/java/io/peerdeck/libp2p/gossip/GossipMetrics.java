package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.Map;

/// What gossip did since its start, as it was at one moment.
///
/// @param topics by topic
/// @param peers by connected peer
/// @param foreign messages on topics that are not subscribed to
/// @param breaches streams cut because of what came over them
public record GossipMetrics(
    Map<String, Topic> topics, Map<PeerId, Peer> peers, long foreign, long breaches) {

  /// Of a node that does not gossip.
  public static final GossipMetrics NONE = new GossipMetrics(Map.of(), Map.of(), 0, 0);

  /// One topic.
  ///
  /// @param mesh peers in the mesh now
  /// @param subscribers connected peers subscribed now
  /// @param published own messages
  /// @param received messages of others, each counted once
  /// @param duplicates copies of messages that were here already
  /// @param rejected messages without a sound signature, or rejected by the validator
  /// @param ignored messages the validator ignored, or there was no time for
  /// @param sent copies sent on
  /// @param dropped copies that found no room in an outbox
  /// @param grafts mesh links made
  /// @param prunes mesh links ended
  /// @param announced ids told by IHAVE
  /// @param asked ids asked for by IWANT
  /// @param given messages given to who asked
  /// @param declined ids declined by IDONTWANT
  /// @param lost messages the subscriber was too slow for
  public record Topic(
      int mesh,
      int subscribers,
      long published,
      long received,
      long duplicates,
      long rejected,
      long ignored,
      long sent,
      long dropped,
      long grafts,
      long prunes,
      long announced,
      long asked,
      long given,
      long declined,
      long lost) {
    /// A topic nothing was heard of.
    public static final Topic NONE = new Topic(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /// One connected peer.
  ///
  /// @param protocol the version of gossipsub spoken with it
  /// @param score what it is worth now
  /// @param topics topics it is subscribed to
  /// @param first messages it brought first
  /// @param duplicates copies of messages that were here already
  /// @param invalid messages without a sound signature, or rejected by the validator
  /// @param sent copies sent to it
  /// @param dropped copies that found no room in its outbox
  /// @param graylisted RPCs not looked at because of its score
  /// @param overBound entries left out because it went past a bound of a rate
  /// @param brokenPromises announced messages that never came
  /// @param waitingBytes bytes of messages that wait to be sent to it
  public record Peer(
      String protocol,
      double score,
      int topics,
      long first,
      long duplicates,
      long invalid,
      long sent,
      long dropped,
      long graylisted,
      long overBound,
      long brokenPromises,
      long waitingBytes) {}

  /// Copies the maps.
  public GossipMetrics {
    topics = Map.copyOf(topics);
    peers = Map.copyOf(peers);
  }
}
