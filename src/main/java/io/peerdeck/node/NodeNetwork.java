package io.peerdeck.node;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Roster;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ConnectionGate;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Where a node is on the network, and whom it has a connection to; or that it keeps off it.
final class NodeNetwork {
  private final DataFolder folder;
  private final MerkleClock<Roster> clock;
  private final Optional<Host> host;

  private NodeNetwork(DataFolder folder, MerkleClock<Roster> clock, Optional<Host> host) {
    this.folder = folder;
    this.clock = clock;
    this.host = host;
  }

  /// Of a node that keeps off it.
  static NodeNetwork none(DataFolder folder, MerkleClock<Roster> clock) {
    return new NodeNetwork(folder, clock, Optional.empty());
  }

  /// Begins to listen where the settings say.
  ///
  /// @param lifetime ends it
  static NodeNetwork start(
      KeyPair key,
      NodeSettings settings,
      DataFolder folder,
      MerkleClock<Roster> clock,
      ConnectionGate gate,
      NodeTime time,
      Lifetime lifetime) {
    HostConfig plain = HostConfig.of(key);
    HostConfig config =
        new HostConfig(
            key,
            settings.listen().stream().map(Multiaddr::parse).toList(),
            plain.limits(),
            gate,
            "peerdeck/" + LocalNode.version(),
            plain.random(),
            time.wall(),
            time.nanos(),
            plain.identifies());
    List<Multiaddr> told =
        clock.currentView().member(clock.self()).map(Member::addresses).orElse(List.of());
    Host host = lifetime.add(ListeningHost.start(config, settings, folder, told));
    return new NodeNetwork(folder, clock, Optional.of(host));
  }

  /// The host, if it has one.
  Optional<Host> host() {
    return host;
  }

  /// The host.
  ///
  /// @throws NodeException on a node that keeps off the network
  Host require() {
    return host.orElseThrow(
        () ->
            new NodeException(
                NodeException.Reason.REFUSED,
                "This node keeps off the network: set `network: on` in "
                    + folder.settings()
                    + " and start it again."));
  }

  /// A new stream to a peer.
  ///
  /// @throws NodeException on a node that keeps off the network
  Stream open(PeerId peer, String protocol, Duration timeout) {
    return require().newStream(peer, protocol, timeout);
  }

  /// Members with an open connection.
  Set<PeerId> connected() {
    Roster roster = clock.currentView();
    return host.map(Host::connections).orElse(List.of()).stream()
        .map(Connection::remotePeer)
        .filter(roster::isMember)
        .collect(Collectors.toSet());
  }
}
