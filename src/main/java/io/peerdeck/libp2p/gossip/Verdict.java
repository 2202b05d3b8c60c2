package io.peerdeck.libp2p.gossip;

/// What the application makes of a message (gossipsub 1.1, "Extended Validators").
public enum Verdict {
  /// Valid: it is delivered and passed on.
  ACCEPT,
  /// Invalid: it goes no further and costs whoever brought it.
  REJECT,
  /// Neither delivered nor passed on, and nobody's fault.
  IGNORE
}
