package io.peerdeck.node;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Multiaddr;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a node's host where its settings say.
final class ListeningHost {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningHost.class);

  private ListeningHost() {}

  /// Takes a free port where the usual one is taken: another folder's node has it, and nobody asked
  /// for that one here.
  ///
  /// @throws NodeException if it cannot listen where somebody asked for it
  static Host start(HostConfig config, NodeSettings settings, DataFolder folder) {
    try {
      return Host.start(config);
    } catch (Libp2pException e) {
      if (settings.listen().equals(FolderSettings.defaults().listen())) {
        LOG.info("{}; listening on a free port", e.getMessage());
        return Host.start(config.withListen(Multiaddr.parse(FolderSettings.ANY_PORT)));
      }
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "The node cannot listen: "
              + e.getMessage()
              + ". Name another address with --listen or `listen` in "
              + folder.settings()
              + ".",
          e);
    }
  }
}
