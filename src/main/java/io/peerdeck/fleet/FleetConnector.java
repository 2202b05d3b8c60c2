package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ConnectionListener;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this node connected to all members and its clock in step with theirs: dials with a growing
/// pause, announces new heads, syncs on connect, on heads it lacks and every 30 s, sends a
/// heartbeat every second, measures round trips, and cuts off who was removed.
public final class FleetConnector implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetConnector.class);
  private static final long FAREWELL_MILLIS = 2000;
  private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  private final Host host;
  private final MerkleClock<Roster> clock;
  private final Joining joining;
  private final Exclusion exclusion;
  private final Supplier<Heartbeat> heartbeat;
  private final Pace pace;
  private final LongSupplier nanos;
  private final Liveness liveness;
  private final LiveProtocol live;
  private final MemberLink.Surroundings around;
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<PeerId, MemberLink> links = new ConcurrentHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private boolean dirty;
  private volatile boolean closed;
  private @Nullable Thread keeper;
  private Host.@Nullable Subscription hostSubscription;
  private @Nullable AutoCloseable clockSubscription;
  private @Nullable Subscription pulses;
  private @Nullable Subscription exclusions;
  private Set<PeerId> members = Set.of();
  private Set<PeerId> excluded = Set.of();
  private long nextBeat;

  /// A connector at rest that dials every address as it is; see [#start()].
  ///
  /// @param host behind `gate`
  /// @param sync brings two clocks together
  /// @param exclusion whom to keep away; the host's gate must ask it too
  /// @param heartbeat what this node says of itself, asked every second; must answer from memory
  /// @param liveness shared with whoever needs to know who is alive; on the same monotonic clock
  public FleetConnector(
      Host host,
      MerkleClock<Roster> clock,
      PeerSync sync,
      MembersGate gate,
      Exclusion exclusion,
      Liveness liveness,
      Supplier<Heartbeat> heartbeat,
      Pace pace,
      LongSupplier nanos,
      RandomGenerator random) {
    this(
        host,
        clock,
        sync,
        gate,
        exclusion,
        liveness,
        heartbeat,
        pace,
        nanos,
        random,
        UnaryOperator.identity());
  }

  /// The same where members' addresses are reached by others.
  ///
  /// @param route from the address a member tells to the one to dial from here
  public FleetConnector(
      Host host,
      MerkleClock<Roster> clock,
      PeerSync sync,
      MembersGate gate,
      Exclusion exclusion,
      Liveness liveness,
      Supplier<Heartbeat> heartbeat,
      Pace pace,
      LongSupplier nanos,
      RandomGenerator random,
      UnaryOperator<Multiaddr> route) {
    this.host = host;
    this.clock = clock;
    this.joining = new Joining(host, clock, gate, nanos);
    this.exclusion = exclusion;
    this.heartbeat = heartbeat;
    this.pace = pace;
    this.nanos = nanos;
    this.liveness = liveness;
    this.live = new LiveProtocol(host.peerId(), liveness, this::greeting, new Links());
    this.around =
        new MemberLink.Surroundings(
            host,
            live,
            sync,
            exclusion,
            pace,
            nanos,
            random,
            route,
            joining::reached,
            tasks,
            this::wake);
  }

  /// Answers the live protocol and starts dialling. To be called once.
  public FleetConnector start() {
    nextBeat = nanos.getAsLong();
    host.handle(live);
    hostSubscription = host.subscribe(new Dialled());
    clockSubscription = clock.subscribe(this::announce);
    pulses = liveness.subscribe(peer -> wake());
    exclusions = exclusion.subscribe(this::wake);
    keeper = Thread.ofVirtual().name("fleet-keeper").start(this::keep);
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
    wake();
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
    lock.lock();
    try {
      while (!closed && !allContacted() && (left > 0 || anyFetching())) {
        left -= STEP_NANOS - changed.awaitNanos(STEP_NANOS);
      }
    } finally {
      lock.unlock();
    }
    return (int) links.values().stream().filter(MemberLink::reached).count();
  }

  /// Gives all connected members what this node wrote last, before it goes.
  ///
  /// @param limit how long to wait at most; who is slower gets it when this node is back
  public void handOver(Duration limit) throws InterruptedException {
    List<Callable<Object>> syncs =
        links.values().stream()
            .filter(link -> live.linked(link.peer()))
            .map(link -> Executors.callable(link::sync))
            .toList();
    tasks.invokeAll(syncs, limit.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Sends a heartbeat now, since what it says has changed.
  public void beatNow() {
    Heartbeat beat = heartbeat.get();
    liveness.beat(host.peerId(), beat);
    live.beat(beat);
  }

  /// Hears of connections, round trips and joining; read [PeerRegistry] again. Must return quickly.
  public Subscription subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// The round trips measured with a peer, oldest first.
  List<RoundTrip> roundTrips(PeerId peer, Instant now) {
    long nanosNow = nanos.getAsLong();
    return link(peer).stream()
        .flatMap(link -> link.pings().stream())
        .map(ping -> new RoundTrip(now.minusNanos(nanosNow - ping.at()), ping.rtt()))
        .toList();
  }

  /// The link with a peer, if it is one to keep.
  Optional<MemberLink> link(PeerId peer) {
    return Optional.ofNullable(links.get(peer));
  }

  /// Ends all live streams and stops dialling. The host and the clock stay open.
  @Override
  public void close() {
    closed = true;
    wake();
    if (hostSubscription != null) {
      hostSubscription.close();
    }
    closeQuietly(clockSubscription);
    closeQuietly(pulses);
    closeQuietly(exclusions);
    live.close();
    tasks.shutdownNow();
    try {
      if (keeper != null && !keeper.join(Duration.ofSeconds(5))) {
        LOG.warn("the fleet's keeper did not stop within 5 s");
      }
      if (!tasks.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("dials or syncs did not stop within 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void keep() {
    while (!closed) {
      try {
        long now = nanos.getAsLong();
        liveness.awake();
        liveness.tick();
        if (now - nextBeat >= 0) {
          nextBeat = now + pace.heartbeat().toNanos();
          beatNow();
        }
        refreshMembers();
        keepAway();
        links.values().forEach(link -> link.step(nanos.getAsLong()));
        if (rest()) {
          listeners.forEach(Runnable::run);
        }
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        if (!closed) {
          LOG.warn("keeping the fleet together: {}", e.getMessage(), e);
        }
      }
    }
  }

  /// Waits for something to happen, or for the next step; true if something did.
  private boolean rest() throws InterruptedException {
    lock.lock();
    try {
      long left = STEP_NANOS;
      while (!dirty && !closed && left > 0) {
        left = changed.awaitNanos(left);
      }
      boolean happened = dirty;
      dirty = false;
      return happened;
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    lock.lock();
    try {
      dirty = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void refreshMembers() {
    Roster roster = clock.currentView();
    Set<PeerId> wanted = new HashSet<>();
    for (Member member : roster.members()) {
      if (!member.peer().equals(host.peerId())) {
        wanted.add(member.peer());
        linkTo(member.peer()).addresses(member.addresses());
      }
    }
    joining
        .sponsors(roster)
        .forEach(
            (peer, asked) -> {
              if (wanted.add(peer) || roster.member(peer).orElseThrow().addresses().isEmpty()) {
                linkTo(peer).addresses(asked);
              }
            });
    for (PeerId peer : members) {
      if (!wanted.contains(peer)) {
        cutOff(peer);
      }
    }
    members = wanted;
  }

  private MemberLink linkTo(PeerId peer) {
    return links.computeIfAbsent(peer, p -> new MemberLink(p, around));
  }

  /// Closes what is open with those who are kept away, and looks whose time is over.
  private void keepAway() {
    Set<PeerId> now = new HashSet<>();
    for (Connection connection : host.connections()) {
      if (exclusion.excludes(connection.remotePeer())) {
        now.add(connection.remotePeer());
        connection.close();
      }
    }
    for (PeerId peer : links.keySet()) {
      if (exclusion.excludes(peer)) {
        now.add(peer);
        live.drop(peer);
      }
    }
    if (!now.equals(excluded)) {
      now.stream()
          .filter(peer -> !excluded.contains(peer))
          .forEach(peer -> LOG.warn("{} is {}", peer, exclusion.reason(peer).orElse("let in")));
      excluded = now;
      wake();
    }
  }

  /// Lets who was removed hear of it, as long as that takes two seconds, and closes all that is
  /// open with it; new streams it opens are refused from the first moment.
  private void cutOff(PeerId peer) {
    LOG.info("{} is no member any more; closing its connections", peer);
    @Nullable MemberLink link = links.remove(peer);
    tasks.execute(
        () -> {
          try {
            if (link != null && live.linked(peer)) {
              tasks.invokeAll(
                  List.of(Executors.callable(link::sync)), FAREWELL_MILLIS, TimeUnit.MILLISECONDS);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            live.drop(peer);
            host.connections(peer).forEach(Connection::close);
          }
        });
  }

  private boolean anyFetching() {
    return links.values().stream().anyMatch(MemberLink::fetching);
  }

  private boolean allContacted() {
    return clock.currentView().members().stream()
        .map(Member::peer)
        .filter(peer -> !peer.equals(host.peerId()))
        .allMatch(peer -> link(peer).filter(MemberLink::contacted).isPresent());
  }

  private LiveProtocol.Greeting greeting() {
    return new LiveProtocol.Greeting(clock.fleet(), clock.heads(), heartbeat.get());
  }

  private void announce(List<Entry> entries) {
    live.announce(clock.heads());
    if (entries.stream().anyMatch(entry -> entry.key().equals(Membership.MEMBER_KEY))) {
      wake();
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable subscription) {
    if (subscription != null) {
      try {
        subscription.close();
      } catch (Exception e) {
        LOG.warn("ending a subscription: {}", e.getMessage(), e);
      }
    }
  }

  private final class Links implements LiveProtocol.Ear {
    @Override
    public boolean greeted(PeerId peer, Optional<Cid> fleet) {
      fleet.ifPresent(genesis -> joining.adoptFrom(peer, genesis));
      if (fleet.isPresent() && clock.fleet().isPresent() && !fleet.equals(clock.fleet())) {
        LOG.warn("{} belongs to another fleet, {}", peer, fleet.get());
        link(peer).ifPresent(link -> link.refused("it belongs to another fleet, " + fleet.get()));
        return false;
      }
      link(peer).ifPresent(link -> link.greeted(fleet.isPresent()));
      wake();
      return true;
    }

    @Override
    public void heads(PeerId peer, List<Cid> heads) {
      boolean lacking = heads.stream().anyMatch(head -> !clock.has(head));
      link(peer).ifPresent(link -> link.heads(heads.isEmpty(), lacking));
      wake();
    }

    @Override
    public void linkChanged(PeerId peer) {
      if (!live.linked(peer)) {
        link(peer).ifPresent(MemberLink::down);
      }
      wake();
    }

    @Override
    public void broke(PeerId peer, ProtocolBreach breach) {
      exclusion.conduct().failed(peer, breach);
    }
  }

  private final class Dialled implements ConnectionListener {
    @Override
    public void opened(Connection connection) {
      if (!connection.outbound()) {
        link(connection.remotePeer()).ifPresent(MemberLink::dialledUs);
      }
      wake();
    }
  }
}
