package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Folds membership entries, in order, into a [Roster].
///
/// Whether an entry is allowed is asked of its author's roles in its causal past. Removals are
/// settled first, in order: one whose author an earlier one removed loses, so of two admins who
/// remove each other the first stays; one voided by a later removal of its author stays void for
/// good, so the settling ends. Then the other entries apply in order, without those that a removal
/// cuts off.
///
/// A peer that was let in by an entry without effect (its invitation was used up by another, taken
/// back, or made by somebody who was removed) wrote in vain: its entries fall with it.
final class RosterFold {
  private static final String IN_VAIN = "its author was not let into the fleet after all";

  private final List<Entry> entries;
  private final Function<Entry, Standing> past;
  private final Map<Cid, String> lost = new HashMap<>();
  private final Map<Cid, String> ineffective = new HashMap<>();
  private final TreeMap<PeerId, Member> members = new TreeMap<>();
  private final Admittance admittance;
  private String fleetName = "";
  private @Nullable PeerId founder;

  private RosterFold(List<Entry> entries, Function<Entry, Standing> past) {
    this.entries = entries;
    this.past = past;
    Map<Cid, Entry> byCid = new HashMap<>();
    entries.forEach(entry -> byCid.put(entry.cid(), entry));
    this.admittance =
        new Admittance(members, past, cid -> past.apply(Objects.requireNonNull(byCid.get(cid))));
  }

  private RosterFold(Roster before, Standing last, Function<Cid, Standing> known) {
    this.entries = List.of();
    this.past = entry -> last;
    this.members.putAll(before.byPeer());
    this.ineffective.putAll(before.reasons());
    this.fleetName = before.fleetName();
    this.founder = before.founder().orElse(null);
    this.admittance = new Admittance(members, past, known).after(before);
  }

  /// @param entries membership entries in total order, closed under causality
  /// @param past what an entry's causal past says, asked for the given entries only
  static Roster fold(List<Entry> entries, Function<Entry, Standing> past) {
    return new RosterFold(entries, past).run();
  }

  /// One more entry, which is no removal and later in order than all that `before` is of. It
  /// changes nothing about those: removals are settled among themselves, and the others apply in
  /// order.
  ///
  /// @param standing what the entry's causal past says
  /// @param known the standing of an entry of `before`
  static Roster then(Roster before, Entry last, Standing standing, Function<Cid, Standing> known) {
    RosterFold fold = new RosterFold(before, standing, known);
    fold.take(last, before.removals());
    return fold.roster(before.removals());
  }

  private Roster run() {
    while (true) {
      List<Removal> removals = settle();
      if (apply(removals)) {
        ineffective.putAll(lost);
        return roster(removals);
      }
    }
  }

  private Roster roster(List<Removal> removals) {
    return new Roster(
        fleetName,
        founder,
        members,
        removals,
        admittance.invitations(),
        admittance.admissions(),
        admittance.lost(),
        Map.copyOf(ineffective));
  }

  /// The removals that hold, given those that lost for good.
  private List<Removal> settle() {
    while (true) {
      List<Removal> held = new ArrayList<>();
      Set<Cid> voided = new HashSet<>();
      ineffective.clear();
      for (Entry entry : entries) {
        if (entry.kind().equals(RoleTable.MEMBER_REMOVED) && !lost.containsKey(entry.cid())) {
          Optional<Removal> removal = removal(entry, held, ineffective);
          removal.ifPresent(
              r -> {
                voided.addAll(voidedBy(r, held));
                held.add(r);
              });
        }
      }
      if (voided.isEmpty()) {
        return held;
      }
      voided.forEach(cid -> lost.put(cid, "its author was removed before it was written"));
    }
  }

  /// The removal this entry makes, or why it makes none while `held` stand before it.
  private Optional<Removal> removal(Entry entry, List<Removal> held, Map<Cid, String> refused) {
    try {
      Standing known = past.apply(entry);
      PeerId peer = MemberBody.peer(entry.body());
      long lastSeq = entry.body().integer("lastSeq");
      Optional<String> refusal =
          !known.may(entry.kind())
              ? Optional.of("its author was no admin")
              : !known.peerIsMember()
                  ? Optional.of(peer + " was no member")
                  : known.peerIsLastAdmin()
                      ? Optional.of("the last admin cannot be removed")
                      : cutBy(entry, held).map(r -> "its author was removed by " + r.by());
      if (lastSeq < -1) {
        refusal = Optional.of("field 'lastSeq' is " + lastSeq + ", must be -1 or more");
      }
      if (refusal.isPresent()) {
        refused.put(entry.cid(), refusal.get());
        return Optional.empty();
      }
      return Optional.of(new Removal(entry.cid(), peer, lastSeq, entry.author()));
    } catch (MultiformatException malformed) {
      refused.put(entry.cid(), malformed(malformed));
      return Optional.empty();
    }
  }

  private Set<Cid> voidedBy(Removal removal, List<Removal> held) {
    Set<Cid> voided = new HashSet<>();
    for (Entry entry : entries) {
      if (held.stream().anyMatch(r -> r.entry().equals(entry.cid()))
          && cutBy(entry, List.of(removal)).isPresent()) {
        voided.add(entry.cid());
      }
    }
    return voided;
  }

  /// The removal that takes an entry's effect away, if one does.
  private Optional<Removal> cutBy(Entry entry, List<Removal> removals) {
    return Removal.cutting(entry, removals, removal -> past.apply(entry).knows(removal));
  }

  /// Applies all entries; false if a removal turned out to leave no admin and settling must start
  /// over.
  private boolean apply(List<Removal> removals) {
    members.clear();
    admittance.clear();
    fleetName = "";
    founder = null;
    Map<Cid, Removal> byEntry = new HashMap<>();
    removals.forEach(removal -> byEntry.put(removal.entry(), removal));
    for (Entry entry : entries) {
      Removal removal = byEntry.get(entry.cid());
      if (removal != null) {
        if (admittance.cameInVain(entry)) {
          lost.put(entry.cid(), IN_VAIN);
          return false;
        }
        if (Roster.isLastAdmin(members.values(), removal.peer())) {
          lost.put(entry.cid(), "it would have left the fleet without an admin");
          return false;
        }
        admittance.removed(removal.peer());
      } else if (!entry.kind().equals(RoleTable.MEMBER_REMOVED)) {
        take(entry, removals);
      }
    }
    return true;
  }

  private void take(Entry entry, List<Removal> removals) {
    applied(entry, removals)
        .ifPresent(
            why -> {
              ineffective.put(entry.cid(), why);
              admittance.ineffective(entry, why);
            });
  }

  private Optional<String> applied(Entry entry, List<Removal> removals) {
    try {
      return refusal(entry, removals);
    } catch (MultiformatException malformed) {
      return Optional.of(malformed(malformed));
    }
  }

  /// Applies one entry, or says why it has no effect.
  private Optional<String> refusal(Entry entry, List<Removal> removals) {
    if (entry.kind().equals(RoleTable.FLEET_CREATED)) {
      return created(entry);
    }
    if (!past.apply(entry).may(entry.kind())) {
      return Optional.of("its author's role did not allow " + entry.kind());
    }
    Optional<Removal> cut = cutBy(entry, removals);
    if (cut.isPresent()) {
      return Optional.of("its author was removed by " + cut.get().by());
    }
    if (admittance.cameInVain(entry)) {
      return Optional.of(IN_VAIN);
    }
    return switch (entry.kind()) {
      case RoleTable.MEMBER_ADDED -> admittance.added(entry, removals);
      case RoleTable.MEMBER_UPDATED -> updated(entry);
      case RoleTable.MEMBER_JOINED -> admittance.joined(entry, removals);
      case RoleTable.INVITE_CREATED -> admittance.invited(entry);
      case RoleTable.INVITE_REVOKED -> admittance.revoked(entry);
      default -> Optional.of("this version does not know " + entry.kind());
    };
  }

  private Optional<String> created(Entry entry) {
    if (entry.fleet().isPresent()) {
      return Optional.of("a fleet is created by its genesis only");
    }
    founder = entry.author();
    Set<Role> all = EnumSet.of(Role.ADMIN, Role.OPERATOR, Role.WORKER);
    String shortId = founder.toString();
    Member bare =
        new Member(
            founder,
            shortId.substring(Math.max(0, shortId.length() - 8)),
            List.of(),
            all,
            Set.of(),
            0,
            false,
            Optional.empty());
    members.put(founder, bare);
    fleetName = MemberBody.name(entry.body().text("name"));
    Ipld.Map body = entry.body().map("member");
    Member told = MemberBody.member(body, Optional.empty());
    if (!told.peer().equals(founder)) {
      return Optional.of("the genesis names another peer than its author as founder");
    }
    all.addAll(told.roles());
    members.put(founder, bare.with(MemberBody.change(body).roles(all)));
    return Optional.empty();
  }

  private Optional<String> updated(Entry entry) {
    PeerId peer = MemberBody.peer(entry.body());
    MemberChange change = MemberBody.change(entry.body());
    boolean admin = past.apply(entry).authorRoles().contains(Role.ADMIN);
    if (!admin && (!entry.author().equals(peer) || change.roles().isPresent())) {
      return Optional.of(
          change.roles().isPresent()
              ? "only an admin gives roles"
              : "only an admin changes another member");
    }
    Member member = members.get(peer);
    if (member == null) {
      return Optional.of(peer + " is no member");
    }
    if (change.roles().filter(roles -> !roles.contains(Role.ADMIN)).isPresent()
        && Roster.isLastAdmin(members.values(), peer)) {
      return Optional.of("the last admin stays admin");
    }
    members.put(peer, member.with(change));
    return Optional.empty();
  }

  private static String malformed(MultiformatException failure) {
    return "malformed: " + failure.getMessage();
  }
}
