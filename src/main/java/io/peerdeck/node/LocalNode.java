package io.peerdeck.node;

/// The node of this process.
final class LocalNode {
  private LocalNode() {}

  static Node open(NodeConfig config) {
    throw new NodeException(
        NodeException.Reason.FAILED,
        "This build cannot open " + config.data() + " yet: the node is not wired.");
  }
}
