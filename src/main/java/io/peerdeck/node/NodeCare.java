package io.peerdeck.node;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.GossipMetrics;
import io.peerdeck.libp2p.gossip.Gossipsub;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// What looks after a running node: its log, its events, its disk, its settings.
final class NodeCare implements AutoCloseable {
  private final Lifetime lifetime = new Lifetime();
  private final NodeLog log;
  private final EventShelf events;
  private final DiskMeter disk;
  private final TransferDesk transfers;
  private final SettingsDesk settings;
  private final CacheMeter caches;
  private final CacheDesk kept;
  private final GitHubDesk gitHub;
  private final Pruning pruning;
  private final DiscoveryDesk discovery;
  private final NodeMeter meter;
  private final Optional<Host> host;
  private final Supplier<Optional<Gossipsub>> gossip;
  private boolean diskLow; // of the meter's thread alone

  NodeCare(NodeRooms rooms, PeerNames names, VendoredActions actions) {
    log = lifetime.add(new NodeLog(rooms.folder.logs()));
    events = new EventShelf(rooms.time.wall(), () -> rooms.changes.add(new Change.Events()));
    lifetime.add(new EventWatch(rooms, names, events));
    disk =
        lifetime.add(
            new DiskMeter(
                rooms.folder,
                rooms.time.wall(),
                rooms.time.nanos(),
                view -> {
                  tell(view);
                  rooms.changes.add(new Change.Status());
                }));
    pruning = lifetime.add(new Pruning(rooms, actions, events).start());
    BlobNames blobNames = new BlobNames();
    lifetime.add(rooms.clock.subscribe(blobNames::learn));
    transfers = new TransferDesk(rooms, names, blobNames);
    settings = new SettingsDesk(rooms);
    caches = rooms.caches;
    gitHub = new GitHubDesk(rooms::gitHub, names, rooms.time.wall());
    kept = new CacheDesk(rooms, names, blobNames, gitHub);
    discovery = new DiscoveryDesk(rooms);
    meter = rooms.meter;
    host = rooms.network.host();
    gossip = rooms::gossip;
  }

  private void tell(DiskView view) {
    if (view.low() != diskLow) {
      diskLow = view.low();
      events.add(
          diskLow ? EventShelf.Severity.PROBLEM : EventShelf.Severity.INFO,
          view.sentence(),
          "disk",
          "");
    }
  }

  NodeLog log() {
    return log;
  }

  EventShelf events() {
    return events;
  }

  Pruning pruning() {
    return pruning;
  }

  DiskMeter disk() {
    return disk;
  }

  TransferDesk transfers() {
    return transfers;
  }

  SettingsDesk settings() {
    return settings;
  }

  CacheMeter caches() {
    return caches;
  }

  GitHubDesk gitHub() {
    return gitHub;
  }

  CacheDesk kept() {
    return kept;
  }

  DiscoveryDesk discovery() {
    return discovery;
  }

  MeterView meters() {
    return meter.now();
  }

  NetworkView network() {
    return new NetworkView(
        host.map(Host::limits).orElse(List.of()),
        host.map(Host::bytesByProtocol).orElse(Map.of()),
        gossip.get().map(Gossipsub::metrics).orElse(GossipMetrics.NONE));
  }

  @Override
  public void close() {
    lifetime.close();
  }
}
