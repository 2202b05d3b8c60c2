package io.peerdeck.libp2p.gossip;

/// What happened on one topic since this node first had to do with it. Guarded by the router's
/// lock.
final class TopicCounters {
  long published;
  long received;
  long duplicates;
  long rejected;
  long ignored;
  long sent;
  long dropped;
  long grafts;
  long prunes;
  long announced;
  long asked;
  long given;
  long declined;

  /// Messages the subscriber was too slow for.
  long lost;
}
