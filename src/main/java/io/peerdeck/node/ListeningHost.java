package io.peerdeck.node;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Multiaddr;
import java.util.List;
import java.util.OptionalInt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Starts a node's host where its settings say.
final class ListeningHost {
  private static final Logger LOG = LoggerFactory.getLogger(ListeningHost.class);

  private ListeningHost() {}

  /// Takes a free port where the usual one is taken: another folder's node has it, and nobody asked
  /// for that one here. Where any port will do, it is the one the fleet knows this node by, if that
  /// is free: then nobody has to be told of another.
  ///
  /// @param told where the fleet was told that this node is
  /// @throws NodeException if it cannot listen where somebody asked for it
  static Host start(
      HostConfig config, NodeSettings settings, DataFolder folder, List<Multiaddr> told) {
    try {
      return startAgain(config, told);
    } catch (Libp2pException e) {
      if (settings.listen().equals(FolderSettings.defaults().listen())) {
        LOG.info("{}; listening on a free port", e.getMessage());
        return startAgain(config.withListen(Multiaddr.parse(FolderSettings.ANY_PORT)), told);
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

  private static Host startAgain(HostConfig config, List<Multiaddr> told) {
    OptionalInt port = onlyPort(told);
    boolean free =
        config.listen().size() == 1 && config.listen().stream().allMatch(ListeningHost::isAny);
    if (free && port.isPresent()) {
      try {
        return Host.start(
            config.withListen(
                config.listen().stream().map(any -> at(any, port.getAsInt())).toList()));
      } catch (Libp2pException taken) {
        LOG.info("{}; listening on another port", taken.getMessage());
      }
    }
    return Host.start(config);
  }

  private static OptionalInt onlyPort(List<Multiaddr> told) {
    int[] ports =
        told.stream().flatMapToInt(address -> address.tcpPort().stream()).distinct().toArray();
    return ports.length == 1 ? OptionalInt.of(ports[0]) : OptionalInt.empty();
  }

  private static boolean isAny(Multiaddr address) {
    return address.tcpPort().orElse(-1) == 0;
  }

  private static Multiaddr at(Multiaddr any, int port) {
    return Multiaddr.parse(any.toString().replaceFirst("/tcp/0(?=/|$)", "/tcp/" + port));
  }
}
