package io.peerdeck.libp2p.gossip;

/// What one peer did since it came. Guarded by the router's lock.
final class PeerCounters {
  /// Messages that were new.
  long first;

  /// Messages that were here already.
  long duplicates;

  /// Messages with a wrong signature, or rejected by the validator.
  long invalid;

  /// Copies sent to it.
  long sent;

  /// Copies that found no room in its outbox.
  long dropped;

  /// RPCs not looked at because of its score.
  long graylisted;

  /// Entries left out because it went past a bound of a rate.
  long overBound;

  /// Announced messages that never came.
  long brokenPromises;
}
