package io.peerdeck.node;

import io.peerdeck.blob.BlobExchange;
import io.peerdeck.blob.BlobLimits;
import io.peerdeck.blob.BlobStore;
import io.peerdeck.blob.PushPolicy;
import io.peerdeck.blob.Transfers;
import io.peerdeck.blob.UnixFs;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.BlockedPeers;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.fleet.Exclusion;
import io.peerdeck.fleet.Fleet;
import io.peerdeck.fleet.FleetConnector;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.JoinRequests;
import io.peerdeck.fleet.Liveness;
import io.peerdeck.fleet.MembersGate;
import io.peerdeck.fleet.Membership;
import io.peerdeck.fleet.PeerRegistry;
import io.peerdeck.fleet.Roster;
import io.peerdeck.fleet.ToldOfSelf;
import io.peerdeck.fleet.TrustLevel;
import io.peerdeck.fleet.TrustPolicy;
import io.peerdeck.fleet.discovery.DiscoveryRegistry;
import io.peerdeck.github.ApiDoor;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.gossip.Gossipsub;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.runner.JobRunner;
import io.peerdeck.runner.RunnerSetup;
import io.peerdeck.runner.ToolFolders;
import io.peerdeck.schedule.LivenessView;
import io.peerdeck.schedule.Scheduler;
import io.peerdeck.store.Database;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Every room of one node, wired together and running.
final class NodeRooms implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(2);

  final DataFolder folder;
  final NodeConfig config;
  volatile NodeSettings settings;
  volatile boolean entered;
  final MerkleClock<Roster> clock;
  final FleetEffect effect;
  final Fleet fleet;
  final TrustPolicy trust;
  final Exclusion exclusion;
  final WaitingApprovals approvals;
  final Confinement confinement;
  final LocalSecrets secrets;
  final JoinRequests joinRequests;
  final NextFleet next;
  final boolean joinAsked;
  final ToldOfSelf told;
  final NodeTime time;
  final NodeNetwork network;
  final Optional<ApiDoor> github;
  final Optional<DiscoveryRegistry> discovery;
  final Optional<FleetConnector> connector;
  final PeerRegistry registry;
  final PeerMeter peerMeter;
  final NodeMeter meter;
  final BlobStore blobs;
  final UnixFs files;
  final CacheMeter caches;
  final Transfers transfers;
  final BlobTraffic traffic;
  final LogShelf shelf;
  final SubmittedFiles submitted;
  final JobRuns jobs;
  final LivenessView livenessView;
  final Scheduler scheduler;
  final ChangeFeed changes;
  final GitHubSharing sharing = new GitHubSharing();

  final JobCaches jobCaches;
  private final Lifetime lifetime;
  private final Liveness liveness;
  private volatile Optional<Gossipsub> gossip = Optional.empty();
  private volatile Optional<GitHubAccess> gitHub = Optional.empty();

  /// Opens everything, or closes what was opened and throws.
  ///
  /// @param route from the address a member tells to the one dialled
  static NodeRooms open(NodeConfig config, NodeTime time, UnaryOperator<Multiaddr> route) {
    Lifetime lifetime = new Lifetime();
    try {
      return new NodeRooms(config, time, route, lifetime);
    } catch (RuntimeException e) {
      lifetime.close();
      throw e;
    }
  }

  private NodeRooms(
      NodeConfig config, NodeTime time, UnaryOperator<Multiaddr> route, Lifetime lifetime) {
    this.lifetime = lifetime;
    this.config = config;
    this.time = time;
    SecureRandom random = new SecureRandom();
    folder = lifetime.add(DataFolder.open(config.data()));
    settings = NodeSettings.of(config, FolderSettings.read(folder.settings()));
    KeyPair key = folder.key(random);
    joinAsked = config.join().isPresent();
    next = NextFleet.read(folder.next());
    if (next.leave()) {
      folder.keepDatabaseAside();
    }
    Database database = lifetime.add(Database.open(folder.database(), NodeSchema.migrations()));
    if (next.leave()) {
      NodeSchema.forget(database);
      next.leaving(false).write(folder.next());
    }
    told = new ToldOfSelf(database);
    changes = lifetime.add(new ChangeFeed());
    clock = lifetime.add(MerkleClock.open(database, key, new Membership(), time.wall()));
    effect = new FleetEffect(clock);
    fleet = new Fleet(clock);
    trust = TrustPolicy.open(database, key.peerId(), time.wall());
    exclusion =
        new Exclusion(
            BlockedPeers.open(database, key.peerId(), time.wall()),
            new Conduct(key.peerId(), time.wall(), time.nanos()));
    settings.trust().stream()
        .map(PeerId::parse)
        .filter(peer -> trust.of(peer).level() == TrustLevel.NONE)
        .forEach(trust::trust);
    meter = new NodeMeter(key.peerId(), time.wall(), exclusion.conduct());
    lifetime.add(clock.subscribe(meter::entries));
    joinRequests = new JoinRequests(time.wall());
    approvals = new WaitingApprovals(trust, time.wall(), this::approvalsChanged);
    blobs = BlobStore.open(folder.blobs());
    files = new UnixFs(blobs);
    PeerDeeds deeds = new PeerDeeds(exclusion.conduct());
    jobCaches = new JobCaches(folder.caches(), time.wall());
    caches =
        lifetime.add(
            new CacheMeter(
                blobs,
                clock,
                deeds::blocksServed,
                () -> jobCaches.view(settings.jobs().cacheGib()),
                () -> gitHub,
                time.wall()));
    transfers = new Transfers(time.wall(), time.nanos());
    MembersGate gate = new MembersGate(clock::currentView);
    network =
        settings.network()
            ? NodeNetwork.start(
                key, settings, folder, clock, exclusion.before(gate), time, lifetime)
            : NodeNetwork.none(folder, clock);
    Optional<Host> host = network.host();
    BlobExchange exchange =
        new BlobExchange(
            blobs, network::open, transfers, BlobLimits.standard(), PushPolicy.TAKE_ALL, deeds);
    traffic =
        lifetime.add(new BlobTraffic(files, exchange, network::connected, this::need, this::wake));
    shelf = lifetime.add(new LogShelf(folder.logs(), files));
    submitted = new SubmittedFiles(blobs);
    ToolFolders tools = settings.jobs().tools();
    confinement = lifetime.add(Confinement.of(settings.sandbox(), folder.root(), tools));
    secrets =
        new LocalSecrets(
            new SealedFile(folder.secretsKey(), folder.secrets(), random),
            time.wall(),
            this::secretsChanged);
    JobRunner runner =
        new JobRunner(RunnerSetup.system(settings.name(), key.peerId().toString(), tools, random));
    runner.killLeftovers();
    OwnPolicy policy =
        new OwnPolicy(
            clock,
            trust,
            approvals,
            submitted,
            confinement,
            secrets,
            new PeerNames(clock::currentView)::name,
            snapshot -> traffic.held(snapshot) ? files.size(snapshot) : -1);
    jobs =
        lifetime.add(
            new JobRuns(
                runner,
                submitted,
                files,
                traffic,
                shelf,
                jobCaches,
                new TrustedMembers(
                    network::require, network::connected, peer -> policy.distrust(peer).isEmpty()),
                new JobAllowances(key.peerId(), confinement, secrets),
                folder.openJobs(config.environment()),
                meter,
                changes::add));
    liveness = new Liveness(key.peerId(), time.nanos());
    livenessView = LivenessView.of(liveness, peer -> clock.frozenFrom(peer).isPresent());
    scheduler =
        lifetime.add(
            Scheduler.open(
                database,
                clock,
                effect,
                new Scheduler.Ports(jobs, livenessView, policy, traffic),
                time.wall(),
                time.nanos()));
    gitHub = gitHub(key.peerId(), random);
    github = gitHub.map(GitHubAccess::door);
    discovery =
        host.map(
            running ->
                lifetime.add(
                    new NodeDiscovery(
                            running,
                            clock,
                            () -> gossip,
                            () -> settings,
                            exclusion.conduct(),
                            time,
                            github)
                        .open(key, random)));
    connector =
        host.map(
            running ->
                new FleetWiring(this, running, key, route, random)
                    .start(
                        exchange, gate, liveness, lifetime, begun -> gossip = Optional.of(begun)));
    registry =
        lifetime.add(new PeerRegistry(clock, liveness, trust, connector, exclusion, time.wall()));
    peerMeter = lifetime.add(new PeerMeter(registry, host, time.wall(), time.nanos()).start());
    lifetime.add(new ChangeSources(this, liveness));
    discovery.ifPresent(DiscoveryRegistry::start);
  }

  /// GitHub, where this node has something to ask it.
  private Optional<GitHubAccess> gitHub(PeerId self, SecureRandom random) {
    GitHubSettings wanted = settings.github();
    return settings.network() && wanted.asks()
        ? Optional.of(
            lifetime.add(
                GitHubAccess.open(
                    new GitHubAccess.Place(
                        wanted, folder.root(), self, config.environment(), random, time.wall()),
                    sharing)))
        : Optional.empty();
  }

  /// GitHub's answers, once they can be had.
  Optional<GitHubAccess> gitHub() {
    return gitHub;
  }

  /// The node's gossip, once it has begun.
  Optional<Gossipsub> gossip() {
    return gossip;
  }

  private void secretsChanged() {
    changes.add(new Change.Status());
    wake();
  }

  private void approvalsChanged() {
    changes.add(new Change.Fleet());
  }

  void wake() {
    scheduler.wake();
  }

  private void need(PeerId peer) {
    if (!peer.equals(clock.self())) {
      connector.ifPresent(running -> running.need(peer));
    }
  }

  /// Gives up the claims of this node while it can still tell of it, so that nobody waits for their
  /// leases; then stops everything.
  @Override
  public void close() {
    String before = clock.compoundHead();
    scheduler.close();
    if (connector.isPresent() && !clock.compoundHead().equals(before)) {
      try {
        connector.get().handOver(FAREWELL);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    lifetime.close();
  }
}
