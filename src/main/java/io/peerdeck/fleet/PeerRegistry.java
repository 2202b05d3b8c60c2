package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All peers this node knows, as views show them: the roster's members with what liveness, the
/// connector and the trust policy know of each.
public final class PeerRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PeerRegistry.class);

  private final MerkleClock<Roster> clock;
  private final Liveness liveness;
  private final TrustPolicy trust;
  private final InstantSource wall;
  private final @Nullable FleetConnector connector;
  private final Exclusion exclusion;
  private final Map<PeerId, Instant> lastSeen = new ConcurrentHashMap<>();
  private final Subscription pulses;

  /// @param connector empty for a node that keeps off the network
  /// @param exclusion whom this node keeps away
  public PeerRegistry(
      MerkleClock<Roster> clock,
      Liveness liveness,
      TrustPolicy trust,
      Optional<FleetConnector> connector,
      Exclusion exclusion,
      InstantSource wall) {
    this.clock = clock;
    this.liveness = liveness;
    this.trust = trust;
    this.connector = connector.orElse(null);
    this.exclusion = exclusion;
    this.wall = wall;
    this.pulses = liveness.subscribe(peer -> lastSeen.put(peer, wall.instant()));
  }

  /// Every member, this node first, then by name; while this node waits to be let in, itself and
  /// the member it asked.
  public List<PeerStatus> peers() {
    Roster roster = clock.currentView();
    List<PeerStatus> peers = new ArrayList<>();
    roster.members().forEach(member -> peers.add(status(member)));
    if (!roster.isMember(clock.self())) {
      peers.add(outsider(clock.self(), "not a member of a fleet yet"));
      joining()
          .filter(status -> !roster.isMember(status.sponsor()))
          .ifPresent(status -> peers.add(outsider(status.sponsor(), status.sentence())));
    }
    peers.sort(
        Comparator.comparing((PeerStatus peer) -> !peer.self())
            .thenComparing(PeerStatus::name)
            .thenComparing(PeerStatus::peer));
    return List.copyOf(peers);
  }

  /// One peer, if it is among [#peers()].
  public Optional<PeerStatus> peer(PeerId peer) {
    return peers().stream().filter(status -> status.peer().equals(peer)).findFirst();
  }

  /// Hears whenever [#peers()] may have changed. Must return quickly. Close to stop.
  public Subscription subscribe(Runnable listener) {
    List<AutoCloseable> parts = new ArrayList<>();
    parts.add(liveness.subscribe(peer -> listener.run()));
    parts.add(trust.subscribe(listener));
    parts.add(exclusion.subscribe(listener));
    parts.add(
        clock.subscribe(
            entries -> {
              if (entries.stream().anyMatch(entry -> entry.key().equals(Membership.MEMBER_KEY))) {
                listener.run();
              }
            }));
    if (connector != null) {
      parts.add(connector.subscribe(listener));
    }
    return () -> parts.forEach(PeerRegistry::end);
  }

  private static void end(AutoCloseable subscription) {
    try {
      subscription.close();
    } catch (Exception e) {
      LOG.warn("ending a subscription: {}", e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    pulses.close();
  }

  private Optional<JoinStatus> joining() {
    return connector == null ? Optional.empty() : connector.joining();
  }

  private PeerStatus status(Member member) {
    PeerId peer = member.peer();
    boolean self = peer.equals(clock.self());
    Optional<MemberLink> link = connector == null ? Optional.empty() : connector.link(peer);
    Optional<Heartbeat> beat = liveness.lastHeartbeat(peer);
    PeerStatus.State state = state(member, self);
    if (self || state == PeerStatus.State.ONLINE) {
      lastSeen.put(peer, wall.instant());
    }
    return new PeerStatus(
        peer,
        member.name(),
        member.addresses(),
        member.roles(),
        member.labels(),
        member.slots(),
        member.drain(),
        state,
        reason(member, state, self, link),
        link.flatMap(MemberLink::rtt),
        Optional.ofNullable(lastSeen.get(peer)),
        beat.map(Heartbeat::running).orElse(0),
        beat.map(Heartbeat::free).orElse(0),
        trust.trusts(peer),
        self,
        link.map(MemberLink::loss).orElse(OptionalDouble.empty()),
        exclusion.conduct().of(peer),
        exclusion.blocks(peer),
        source(member, self));
  }

  /// The round trips measured with a peer while it is one to keep connected with, oldest first.
  public List<RoundTrip> roundTrips(PeerId peer) {
    return connector == null ? List.of() : connector.roundTrips(peer, wall.instant());
  }

  private String source(Member member, boolean self) {
    if (self) {
      return "this node";
    }
    return member
        .addedBy()
        .map(
            by ->
                "added by "
                    + clock.currentView().member(by).map(Member::name).orElse(by.toString()))
        .orElse("founded the fleet");
  }

  private PeerStatus.State state(Member member, boolean self) {
    if (clock.frozenFrom(member.peer()).isPresent()) {
      return PeerStatus.State.FROZEN;
    }
    if (self) {
      return PeerStatus.State.ONLINE;
    }
    if (exclusion.excludes(member.peer())) {
      return PeerStatus.State.BLOCKED;
    }
    return switch (liveness.pulse(member.peer())) {
      case ONLINE, RELAYED -> PeerStatus.State.ONLINE;
      case SUSPECT -> PeerStatus.State.SUSPECT;
      case OFFLINE ->
          lastSeen.containsKey(member.peer()) || clock.versions().containsKey(member.peer())
              ? PeerStatus.State.OFFLINE
              : PeerStatus.State.JOINING;
    };
  }

  private String reason(
      Member member, PeerStatus.State state, boolean self, Optional<MemberLink> link) {
    Optional<String> failure = link.flatMap(MemberLink::failure).map(why -> ": " + why);
    return switch (state) {
      case BLOCKED -> exclusion.reason(member.peer()).orElse("let in again");
      case FROZEN -> "wrote two different histories; it must return with a new key";
      case ONLINE ->
          self ? "this node" : path(member) + (member.drain() ? ", takes no new jobs" : "");
      case SUSPECT -> "connected, but " + silence(member.peer());
      case OFFLINE -> "not connected to this node" + failure.or(this::noRoom).orElse("");
      case JOINING -> "added, but it has not come into the fleet yet" + failure.orElse("");
    };
  }

  private String path(Member member) {
    return liveness.pulse(member.peer()) == Liveness.Pulse.RELAYED
        ? "heard through other members, not connected to this node"
        : "connected";
  }

  /// In a large fleet nobody is connected with everybody, and who is not is no less there.
  private Optional<String> noRoom() {
    return connector == null || connector.wantsMore()
        ? Optional.empty()
        : Optional.of(", which has as many connections as it keeps; others may be connected to it");
  }

  private PeerStatus outsider(PeerId peer, String reason) {
    boolean self = peer.equals(clock.self());
    String sentence = self ? joining().map(JoinStatus::sentence).orElse(reason) : reason;
    return new PeerStatus(
        peer,
        Fleet.shortName(peer),
        List.of(),
        Set.of(),
        Set.of(),
        0,
        false,
        PeerStatus.State.JOINING,
        sentence,
        Optional.empty(),
        Optional.empty(),
        0,
        0,
        trust.trusts(peer),
        self,
        OptionalDouble.empty(),
        exclusion.conduct().of(peer),
        exclusion.blocks(peer),
        self ? "this node" : "asked to let this node in");
  }

  private String silence(PeerId peer) {
    return liveness
        .suspicion(peer)
        .map(
            doubt ->
                "silent for %s, where it is heard every %s"
                    .formatted(seconds(doubt.silence()), seconds(doubt.usual())))
        .orElse("silent");
  }

  private static String seconds(Duration duration) {
    return "%.1f s".formatted(duration.toMillis() / 1000.0);
  }
}
