package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ConnectionListener;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this node connected to all members and its clock in step with theirs: dials with a growing
/// pause, announces new heads, syncs on connect, on heads it lacks and now and then, sends
/// heartbeats, measures round trips, and cuts off who was removed.
public final class FleetConnector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetConnector.class);

  private final FleetNetwork network;
  private final Host host;
  private final MerkleClock<Roster> clock;
  private final Liveness liveness;
  private final Joining joining;
  private final MemberNews news;
  private final LiveProtocol live;
  private final OwnHeartbeat heartbeat;
  private final NeededPeers needed;
  private final MemberLinks links;
  private final ConnectionSurvey survey;
  private final FleetRounds rounds;
  private final KeeperThread keeper;
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final List<AutoCloseable> subscriptions = new ArrayList<>();

  /// A connector at rest; see [#start()].
  public FleetConnector(FleetNetwork network) {
    this.network = network;
    this.host = network.host();
    this.clock = network.clock();
    this.liveness = network.liveness();
    this.keeper = new KeeperThread(this::step, network.wall(), this::tell);
    this.joining = new Joining(host, clock, network.gate(), network.nanos());
    this.news =
        new MemberNews(
            clock, joining, network.exclusion().conduct(), this::link, this::oneIsBack, keeper);
    this.live = new LiveProtocol(host.peerId(), liveness, this::greeting, news);
    this.heartbeat = new OwnHeartbeat(network, live);
    this.needed = new NeededPeers(network.working(), network.nanos());
    LinkSurroundings around =
        new LinkSurroundings(
            host,
            live,
            network.sync(),
            network.exclusion(),
            liveness,
            network.room(),
            needed,
            network.pace(),
            network.nanos(),
            network.random(),
            network.route(),
            network.book(),
            joining::reached,
            clock::heads,
            tasks,
            keeper::wake);
    this.links = new MemberLinks(around, tasks);
    this.survey =
        new ConnectionSurvey(
            links,
            new CrossedDials(around, links::has),
            new ConnectionTrim(
                host,
                network.room(),
                network.exclusion().conduct(),
                network.wall(),
                links::has,
                this::isWorking),
            keeper);
    this.rounds =
        new FleetRounds(network, live, heartbeat, joining, links, survey, tasks, this::tell);
  }

  /// Answers the live protocol and starts dialling. To be called once.
  public FleetConnector start() {
    host.handle(live);
    subscriptions.add(host.subscribe(new Dialled()));
    subscriptions.add(clock.subscribe(this::announce));
    subscriptions.add(liveness.subscribe(peer -> keeper.wake()));
    subscriptions.add(network.exclusion().subscribe(survey::soon));
    keeper.start();
    return this;
  }

  /// Asks a member to be let into its fleet: dials it until it has added this node, then follows
  /// the fleet it names. Its operator's choice of sponsor is what makes that fleet the right one.
  /// Nothing happens if this node is a member of that fleet already.
  ///
  /// @param address ends in `/p2p/` and the member's id
  /// @throws FleetException if the address names no peer, or this node, or if this node is a member
  ///     of another fleet
  public void join(Multiaddr address) {
    join(new JoinTarget.ByAddress(address), MemberChange.NONE);
  }

  /// The same, or by an invitation, which any of its members honours without asking anybody.
  ///
  /// @param self the name and addresses this node tells of itself, where given
  public void join(JoinTarget target, MemberChange self) {
    joining.ask(target, self);
    keeper.wake();
  }

  /// How far joining has come; empty if this node was not told to join.
  public Optional<JoinStatus> joining() {
    return joining.status(live::linked, peer -> link(peer).flatMap(MemberLink::failure));
  }

  /// Waits until every member that can be reached has given what this node lacks, its own earlier
  /// entries above all, so that a node with a restored folder does not write them anew (DESIGN §2).
  ///
  /// @param limit how long to wait for members that do not answer; who is giving already is waited
  ///     for, however much it has
  /// @return how many members were reached
  public int awaitOwnHistory(Duration limit) throws InterruptedException {
    long left = limit.toNanos();
    while (!keeper.isClosed()
        && !links.contacted(clock.currentView())
        && (left > 0 || links.fetching())) {
      left = keeper.await(left);
    }
    if (clock.currentView().isMember(host.peerId())) {
      joining.over();
    }
    return links.reached();
  }

  /// Gives all connected members what this node wrote last, before it goes.
  ///
  /// @param limit how long to wait at most; who is slower gets it when this node is back
  public void handOver(Duration limit) throws InterruptedException {
    links.syncAll(limit);
  }

  /// Sends a heartbeat now, since what it says has changed.
  public void beatNow() {
    heartbeat.now();
  }

  /// Hears every second what this node has to say of itself. Called on the keeper's thread; must
  /// return quickly.
  public Subscription subscribeToOwnHeartbeat(Consumer<Heartbeat> listener) {
    return heartbeat.subscribe(listener);
  }

  /// This node wants something of a member, or has something for it: for a while it is dialled even
  /// where there are as many connections as are wanted, up to the limit.
  public void need(PeerId peer) {
    if (needed.note(peer)) {
      link(peer).ifPresent(MemberLink::reachNow);
      keeper.wake();
    }
  }

  /// A member has these heads, as was heard elsewhere than on the live stream with it. False if
  /// there is no such stream, so that others had better be asked for them.
  public boolean heard(PeerId member, List<Cid> heads) {
    if (!live.linked(member)) {
      return false;
    }
    news.announced(member, heads);
    return true;
  }

  /// Hears of connections, round trips and joining; read [PeerRegistry] again. Must return quickly.
  public Subscription subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Whether members without a connection are dialled at all.
  boolean wantsMore() {
    return network.room().isFree();
  }

  /// The round trips measured with a peer, oldest first.
  List<RoundTrip> roundTrips(PeerId peer, Instant now) {
    long nanosNow = network.nanos().getAsLong();
    return link(peer).stream()
        .flatMap(link -> link.pings().stream())
        .map(ping -> new RoundTrip(now.minusNanos(nanosNow - ping.at()), ping.rtt()))
        .toList();
  }

  /// The link with a peer, if it is one to keep.
  Optional<MemberLink> link(PeerId peer) {
    return links.of(peer);
  }

  /// Ends all live streams and stops dialling. The host and the clock stay open.
  @Override
  public void close() {
    keeper.stop();
    subscriptions.forEach(FleetConnector::end);
    live.close();
    tasks.shutdownNow();
    try {
      keeper.close();
      if (!tasks.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("dials or syncs did not stop within 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean step(boolean woken) {
    return rounds.take(woken);
  }

  private void oneIsBack(PeerId peer) {
    links.oneIsBack(peer);
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }

  private boolean isWorking(PeerId peer) {
    return needed.test(peer)
        || liveness.lastHeartbeat(peer).filter(beat -> !beat.claims().isEmpty()).isPresent();
  }

  private LiveProtocol.Greeting greeting() {
    return new LiveProtocol.Greeting(clock.fleet(), clock.heads(), heartbeat.newest());
  }

  private void announce(List<Entry> entries) {
    live.announce(clock.heads());
    if (entries.stream().anyMatch(entry -> entry.key().equals(Membership.MEMBER_KEY))) {
      keeper.wake();
    }
  }

  private static void end(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (Exception e) {
      LOG.warn("ending a subscription: {}", e.getMessage(), e);
    }
  }

  private final class Dialled implements ConnectionListener {
    @Override
    public void opened(Connection connection) {
      if (!connection.outbound()) {
        link(connection.remotePeer()).ifPresent(MemberLink::dialledUs);
      }
      survey.soon();
    }
  }
}
