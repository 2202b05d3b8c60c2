package io.peerdeck.libp2p.gossip;

/// Looks at each message of a topic before it is delivered or passed on. Runs on a virtual thread
/// and may block, for as long as the topic can wait; several at once.
@FunctionalInterface
public interface Validator {
  /// Finds every signed message good.
  Validator NONE = message -> Verdict.ACCEPT;

  /// What a message is worth, after its signature was found sound. An exception counts as
  /// [Verdict#IGNORE].
  Verdict validate(GossipMessage message);
}
