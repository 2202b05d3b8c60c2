package io.peerdeck.node;

import io.peerdeck.multiformats.Multiaddr;
import java.nio.file.Path;
import java.util.List;

/// Where a node looks for peers.
///
/// @param bootstrap addresses somebody wrote down, each with `/p2p/`
/// @param mdns whether the local network is told of this node and asked for others
/// @param file where peers are remembered
record DiscoverySettings(List<Multiaddr> bootstrap, boolean mdns, Path file) {
  private static final String FILE = "peers.json";

  static DiscoverySettings of(FolderSettings folder, Path data) {
    return new DiscoverySettings(
        folder.bootstrap().stream().map(Multiaddr::parse).toList(),
        folder.mdns(),
        data.resolve(folder.peersFile().orElse(FILE)));
  }
}
