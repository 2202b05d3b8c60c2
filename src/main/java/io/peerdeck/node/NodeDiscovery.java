package io.peerdeck.node;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.fleet.Deed;
import io.peerdeck.fleet.MemberAddresses;
import io.peerdeck.fleet.Roster;
import io.peerdeck.fleet.discovery.BootstrapList;
import io.peerdeck.fleet.discovery.DiscoveryPace;
import io.peerdeck.fleet.discovery.DiscoveryRegistry;
import io.peerdeck.fleet.discovery.DiscoverySource;
import io.peerdeck.fleet.discovery.GossipedPeers;
import io.peerdeck.fleet.discovery.MdnsSource;
import io.peerdeck.fleet.discovery.OwnAnnouncement;
import io.peerdeck.fleet.discovery.PeerExchange;
import io.peerdeck.fleet.discovery.PeerFile;
import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.registry.IssueRegistry;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The sources of peers this node has, in one registry.
final class NodeDiscovery {
  private static final String TOPIC = "/peerdeck/peers/";

  private final Host host;
  private final MerkleClock<Roster> clock;
  private final Supplier<Optional<Gossipsub>> gossip;
  private final Supplier<NodeSettings> settings;
  private final Conduct conduct;
  private final NodeTime time;
  private final Optional<ApiDoor> github;

  NodeDiscovery(
      Host host,
      MerkleClock<Roster> clock,
      Supplier<Optional<Gossipsub>> gossip,
      Supplier<NodeSettings> settings,
      Conduct conduct,
      NodeTime time,
      Optional<ApiDoor> github) {
    this.host = host;
    this.clock = clock;
    this.gossip = gossip;
    this.settings = settings;
    this.conduct = conduct;
    this.time = time;
    this.github = github;
  }

  /// The registry, at rest; members are answered already.
  DiscoveryRegistry open(KeyPair key, RandomGenerator random) {
    DiscoverySettings wanted = settings.get().discovery();
    PeerExchange exchange =
        new PeerExchange(host::newStream, this::connectedMembers, time.wall(), random);
    host.handle(conduct.watching(exchange));
    List<DiscoverySource> sources = new ArrayList<>();
    sources.add(
        new MemberAddresses(
            clock::currentView, peer -> !host.connections(peer).isEmpty(), time.wall()));
    sources.add(new BootstrapList(wanted.bootstrap()));
    sources.add(new PeerFile(wanted.file(), time.wall()));
    if (wanted.mdns()) {
      sources.add(new MdnsSource(host::addresses, time.wall(), random));
    }
    sources.add(exchange);
    sources.add(
        new GossipedPeers(
            gossip,
            () -> clock.fleet().map(fleet -> TOPIC + fleet),
            peer -> clock.currentView().isMember(peer),
            time.wall()));
    settings
        .get()
        .github()
        .plan()
        .ifPresent(
            plan ->
                sources.add(
                    new IssueRegistry(
                        plan,
                        github.orElseThrow(),
                        key,
                        peer -> clock.currentView().isMember(peer),
                        time.wall(),
                        random)));
    return new DiscoveryRegistry(
        host.peerId(),
        new OwnAnnouncement(
            key, this::addresses, () -> settings.get().labels(), this::metadata, time.wall()),
        sources,
        DiscoveryPace.STANDARD,
        time.wall(),
        time.nanos(),
        (peer, what) -> conduct.note(peer, Deed.BREACH, what));
  }

  private List<Multiaddr> addresses() {
    return FleetEntrance.advertised(host.addresses());
  }

  private Map<String, String> metadata() {
    return Map.of("name", settings.get().name(), "agent", "peerdeck/" + LocalNode.version());
  }

  private List<PeerId> connectedMembers() {
    Roster members = clock.currentView();
    return host.connections().stream()
        .map(Connection::remotePeer)
        .filter(members::isMember)
        .distinct()
        .toList();
  }
}
