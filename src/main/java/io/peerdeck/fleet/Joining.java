package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A node's way into a fleet: the members its operator named, what they said, and the fleet they
/// follow. With an invitation that is the invitation's, else the one of the member asked.
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);
  private static final Duration REPEAT = Duration.ofSeconds(30);

  private record Way(JoinTarget target, Knock knock, Map<PeerId, List<Multiaddr>> members) {}

  /// What a member said last, and when to ask it again.
  private record Said(Knock.Answer answer, long again) {}

  private final Host host;
  private final MerkleClock<Roster> clock;
  private final MembersGate gate;
  private final LongSupplier nanos;
  private final Map<PeerId, Said> said = new ConcurrentHashMap<>();
  private volatile @Nullable Way way;
  private volatile @Nullable PeerId heard;
  private volatile boolean over;

  Joining(Host host, MerkleClock<Roster> clock, MembersGate gate, LongSupplier nanos) {
    this.host = host;
    this.clock = clock;
    this.gate = gate;
    this.nanos = nanos;
  }

  /// Takes the way, unless this node is in that fleet already.
  ///
  /// @param self what this node tells of itself
  void ask(JoinTarget target, MemberChange self) {
    Map<PeerId, List<Multiaddr>> members =
        target.members().stream()
            .collect(
                Collectors.groupingBy(
                    address ->
                        address
                            .peerId()
                            .orElseThrow(
                                () ->
                                    new FleetException(
                                        address + " names no peer; it must end in /p2p/PEER_ID")),
                    LinkedHashMap::new,
                    Collectors.toList()));
    members.remove(host.peerId());
    if (members.isEmpty()) {
      throw new FleetException("that is this node itself; join another member");
    }
    if (isIn(target, members)) {
      return;
    }
    Optional<Invite> invite =
        target instanceof JoinTarget.ByInvite(Invite one) ? Optional.of(one) : Optional.empty();
    gate.settle();
    members.keySet().forEach(gate::sponsor);
    said.clear();
    heard = null;
    over = false;
    way =
        new Way(
            target,
            new Knock(
                host.peerId(),
                self.name().orElse(Fleet.shortName(host.peerId())),
                self.addresses().orElseGet(host::addresses),
                invite),
            members);
  }

  private boolean isIn(JoinTarget target, Map<PeerId, List<Multiaddr>> members) {
    Roster roster = clock.currentView();
    if (!roster.isMember(host.peerId())) {
      return false;
    }
    boolean same =
        switch (target) {
          case JoinTarget.ByInvite(Invite invite) ->
              clock.fleet().filter(invite.fleet()::equals).isPresent();
          case JoinTarget.ByAddress(Multiaddr address) ->
              members.keySet().stream()
                  .anyMatch(peer -> roster.isMember(peer) || roster.removal(peer).isPresent());
        };
    if (!same) {
      throw new FleetException(
          "this folder belongs to the fleet '%s' already; to join another use another folder"
              .formatted(roster.fleetName()));
    }
    return true;
  }

  /// This node is in and knows its history. Should it be removed one day, that is no reason to ask
  /// anew.
  void over() {
    over = true;
  }

  /// The members to dial while this node is not in the fleet; once it is, only the roster counts.
  Map<PeerId, List<Multiaddr>> sponsors(Roster roster) {
    if (roster.isMember(host.peerId())) {
      gate.settle();
      return Map.of();
    }
    Way now = way;
    return now == null || over ? Map.of() : now.members();
  }

  /// Asks a member that was reached, if it is one to ask and not just asked.
  void reached(Connection connection) {
    Way now = way;
    PeerId member = connection.remotePeer();
    if (now == null
        || over
        || !now.members().containsKey(member)
        || clock.currentView().isMember(host.peerId())) {
      return;
    }
    Said before = said.get(member);
    if (before != null && before.again() - nanos.getAsLong() > 0) {
      return;
    }
    try {
      Knock.Answer answer = now.knock().at(connection);
      heard = member;
      said.put(member, new Said(answer, nanos.getAsLong() + pause(answer).toNanos()));
      if (answer instanceof Knock.Answer.Welcome(Cid fleet)) {
        adoptFrom(member, fleet);
      }
    } catch (PeerdeckException failed) {
      // A member of an earlier version has no such door, and adds this node by hand.
      LOG.debug("{} could not be asked: {}", member, failed.getMessage());
    }
  }

  private static Duration pause(Knock.Answer answer) {
    return switch (answer) {
      case Knock.Answer.Welcome welcome -> Duration.ofSeconds(5);
      case Knock.Answer.Waiting waiting -> REPEAT;
      case Knock.Answer.Refused(JoinRefusal refusal) ->
          refusal.lasting() ? Duration.ofDays(1) : refusal.again();
    };
  }

  /// Follows the fleet of a member asked, of nobody else, and only if this node follows none yet;
  /// with an invitation, no other fleet than its own.
  synchronized void adoptFrom(PeerId peer, Cid genesis) {
    Way now = way;
    if (now == null || !now.members().containsKey(peer) || clock.fleet().isPresent()) {
      return;
    }
    Optional<Invite> invite = now.knock().invite();
    if (invite.isPresent() && !invite.get().fleet().equals(genesis)) {
      LOG.warn("{} follows the fleet {}, which is not the invitation's", peer, genesis);
      return;
    }
    clock.adoptFleet(genesis);
    LOG.info("following the fleet {} of {}", genesis, peer);
  }

  /// @param linked whether a live stream with a peer is up
  /// @param failure why a peer could not be reached
  Optional<JoinStatus> status(
      Predicate<PeerId> linked, Function<PeerId, Optional<String>> failure) {
    Way now = way;
    if (now == null) {
      return Optional.empty();
    }
    if (clock.currentView().isMember(host.peerId())) {
      return Optional.of(status(now, about(now), JoinStatus.State.JOINED, "member of the fleet"));
    }
    if (over) {
      return Optional.of(
          status(now, about(now), JoinStatus.State.REFUSED, "removed from the fleet"));
    }
    Optional<PeerId> syncing = now.members().keySet().stream().filter(linked).findFirst();
    if (clock.fleet().isPresent() && syncing.isPresent()) {
      return Optional.of(
          status(now, syncing.get(), JoinStatus.State.SYNCING, "fetching the fleet's clock"));
    }
    PeerId peer = about(now);
    Said last = said.get(peer);
    if (last != null && last.answer() instanceof Knock.Answer.Refused(JoinRefusal refusal)) {
      return Optional.of(refused(now, peer, refusal));
    }
    if (!host.connections(peer).isEmpty()) {
      return Optional.of(
          status(now, peer, JoinStatus.State.WAITING, "waiting to be added by " + peer));
    }
    String why = failure.apply(peer).map(reason -> ": " + reason).orElse("");
    return Optional.of(
        status(
            now,
            peer,
            JoinStatus.State.DIALING,
            "cannot reach " + now.members().getOrDefault(peer, List.of()).getFirst() + why));
  }

  private JoinStatus refused(Way now, PeerId peer, JoinRefusal refusal) {
    boolean forGood =
        now.members().keySet().stream()
            .allMatch(
                member ->
                    said.get(member) instanceof Said(Knock.Answer.Refused(JoinRefusal why), long at)
                        && why.lasting());
    return forGood
        ? status(now, peer, JoinStatus.State.REFUSED, peer + " refused: " + refusal.reason())
        : status(
            now,
            peer,
            JoinStatus.State.WAITING,
            peer + " refused for now: " + refusal.reason() + "; it is asked again");
  }

  private PeerId about(Way now) {
    PeerId last = heard;
    return last != null && now.members().containsKey(last)
        ? last
        : now.members().keySet().iterator().next();
  }

  private static JoinStatus status(Way now, PeerId peer, JoinStatus.State state, String sentence) {
    return new JoinStatus(
        peer, state, sentence, now.target().members(), now.knock().invite().isPresent());
  }
}
