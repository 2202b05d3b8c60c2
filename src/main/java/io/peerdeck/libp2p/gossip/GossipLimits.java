package io.peerdeck.libp2p.gossip;

import java.time.Duration;

/// Every bound on what peers may make this node hold or do. What goes past a bound of an RPC's
/// shape cuts the stream; what goes past a bound of a rate or a queue is left out and counted.
///
/// @param rpcBytes largest RPC read; 4 MiB, since others put many answers into one
/// @param sentRpcBytes largest RPC written; 1 MiB is what every implementation takes
/// @param messageBytes largest message, its fields included
/// @param messages messages in one RPC
/// @param topicBytes longest name of a topic
/// @param subscriptions changes of subscriptions in one RPC
/// @param topicsPerPeer topics one peer may be subscribed to; more are not heard of
/// @param controls IHAVE, GRAFT and PRUNE entries in one RPC
/// @param ids message ids of one sort in one RPC
/// @param idBytes longest message id
/// @param exchangedPeers peers in one PRUNE; more are left out
/// @param recordBytes longest signed peer record in a PRUNE
/// @param ihaves RPCs with IHAVE taken from one peer between two heartbeats
/// @param asked ids asked of one peer by IWANT between two heartbeats
/// @param wanted ids one peer may ask for by IWANT between two heartbeats
/// @param retransmissions how often one message is sent to one peer that asks for it
/// @param dontWants ids one peer may decline by IDONTWANT between two heartbeats
/// @param peers peers taken part with at once
/// @param outboxBytes bytes of messages that wait for one peer; more are left to gossip
/// @param outboxIds ids that wait to be told to one peer
/// @param validations messages that wait for their topic's validator; more make readers wait
/// @param validators messages validated at once
/// @param validationWait how long a reader waits before it gives such a message up
/// @param deliveries messages that wait for a topic's subscriber; more are lost to it and counted
/// @param seen ids remembered as seen
/// @param cachedBytes bytes of messages kept for those who ask
/// @param backoffs peers remembered per topic as not to be grafted yet
/// @param retained scores remembered of peers that left
/// @param promises ids awaited from peers that announced them
public record GossipLimits(
    int rpcBytes,
    int sentRpcBytes,
    int messageBytes,
    int messages,
    int topicBytes,
    int subscriptions,
    int topicsPerPeer,
    int controls,
    int ids,
    int idBytes,
    int exchangedPeers,
    int recordBytes,
    int ihaves,
    int asked,
    int wanted,
    int retransmissions,
    int dontWants,
    int peers,
    int outboxBytes,
    int outboxIds,
    int validations,
    int validators,
    Duration validationWait,
    int deliveries,
    int seen,
    int cachedBytes,
    int backoffs,
    int retained,
    int promises) {
  private static final int MIB = 1 << 20;

  /// Bounds for a fleet of up to some hundred peers; what the wire shows is what go- and js-libp2p
  /// take.
  public static GossipLimits standard() {
    return new GossipLimits(
        4 * MIB,
        MIB,
        MIB - 4096,
        5_000,
        256,
        1_000,
        128,
        5_000,
        5_000,
        128,
        16,
        8 * 1024,
        10,
        2_048,
        5_000,
        3,
        1_024,
        512,
        2 * MIB,
        2_048,
        256,
        8,
        Duration.ofSeconds(5),
        1_024,
        65_536,
        32 * MIB,
        1_024,
        1_024,
        10_000);
  }
}
