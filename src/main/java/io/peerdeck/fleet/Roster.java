package io.peerdeck.fleet;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The members of the fleet as some part of the clock knows them. Immutable; the same entries make
/// the same roster on every peer, in whatever order they arrived.
public final class Roster {
  /// Nobody, before a fleet is founded or adopted.
  public static final Roster EMPTY =
      new Roster("", null, new TreeMap<>(), List.of(), Map.of(), Map.of(), Map.of(), Map.of());

  private final String fleetName;
  private final @Nullable PeerId founder;
  private final SortedMap<PeerId, Member> members;
  private final List<Removal> removals;
  private final Map<Cid, Invitation> invitations;
  private final Map<PeerId, Cid> admissions;
  private final Map<Cid, String> lostAdmissions;
  private final Map<Cid, String> ineffective;

  /// @param invitations by entry, in order
  /// @param admissions the entry that made each member one, the founder left out
  /// @param lostAdmissions entries that would have made a peer a member, and why they did not
  Roster(
      String fleetName,
      @Nullable PeerId founder,
      SortedMap<PeerId, Member> members,
      List<Removal> removals,
      Map<Cid, Invitation> invitations,
      Map<PeerId, Cid> admissions,
      Map<Cid, String> lostAdmissions,
      Map<Cid, String> ineffective) {
    this.fleetName = fleetName;
    this.founder = founder;
    this.members = Collections.unmodifiableSortedMap(members);
    this.removals = List.copyOf(removals);
    this.invitations = Collections.unmodifiableMap(invitations);
    this.admissions = Map.copyOf(admissions);
    this.lostAdmissions = Map.copyOf(lostAdmissions);
    this.ineffective = ineffective;
  }

  /// The name the founder gave the fleet; empty before there is one.
  public String fleetName() {
    return fleetName;
  }

  /// Who wrote the genesis.
  public Optional<PeerId> founder() {
    return Optional.ofNullable(founder);
  }

  /// The members now, by PeerId; removed ones are not among them.
  public Collection<Member> members() {
    return members.values();
  }

  /// The member, unless unknown or removed.
  public Optional<Member> member(PeerId peer) {
    return Optional.ofNullable(members.get(peer));
  }

  /// Whether the peer is a member now.
  public boolean isMember(PeerId peer) {
    return members.containsKey(peer);
  }

  /// Whether a member with this id may write entries of the kind (DESIGN §3). For `member.updated`
  /// it is true for every member, of itself; for `job.offered` and `job.sealed` for every member
  /// too, since only the fold of the run knows its submitter.
  public boolean may(PeerId peer, String kind) {
    if (kind.equals(RoleTable.FLEET_CREATED)) {
      return founder != null && founder.equals(peer);
    }
    Member member = members.get(peer);
    return member != null && RoleTable.allows(member.roles(), kind);
  }

  /// Members with the role.
  public List<Member> withRole(Role role) {
    List<Member> found = new ArrayList<>();
    for (Member member : members.values()) {
      if (member.is(role)) {
        found.add(member);
      }
    }
    return List.copyOf(found);
  }

  /// Every removal that holds, in order; a peer added again keeps its earlier ones.
  public List<Removal> removals() {
    return removals;
  }

  /// The removal that put the peer out; empty if it is a member or never was one.
  public Optional<Removal> removal(PeerId peer) {
    return members.containsKey(peer)
        ? Optional.empty()
        : removals.stream().filter(r -> r.peer().equals(peer)).reduce((a, b) -> b);
  }

  /// Every invitation that was made, in order.
  public List<Invitation> invitations() {
    return List.copyOf(invitations.values());
  }

  /// One invitation by the entry that made it.
  public Optional<Invitation> invitation(Cid entry) {
    return Optional.ofNullable(invitations.get(entry));
  }

  /// The invitation whose secret makes this public key.
  Optional<Invitation> invitationOf(byte[] key) {
    return invitations.values().stream()
        .filter(invite -> MessageDigest.isEqual(invite.key().value(), key))
        .findFirst();
  }

  /// The entry that made a member one; empty for the founder and for strangers.
  Optional<Cid> admission(PeerId peer) {
    return Optional.ofNullable(admissions.get(peer));
  }

  /// Why an entry that would have let a peer in did not, so that what the peer wrote on the
  /// strength of it has no effect.
  Optional<String> whyLost(Cid admission) {
    return Optional.ofNullable(lostAdmissions.get(admission));
  }

  /// Why a membership entry of this part of the clock has no effect; empty if it has.
  public Optional<String> whyIneffective(Cid entry) {
    return Optional.ofNullable(ineffective.get(entry));
  }

  /// All membership entries without effect: malformed, not allowed, overtaken.
  public List<Ineffective> ineffective() {
    return ineffective.entrySet().stream()
        .map(e -> new Ineffective(e.getKey(), e.getValue()))
        .sorted((a, b) -> a.entry().compareTo(b.entry()))
        .toList();
  }

  /// All members, by PeerId.
  SortedMap<PeerId, Member> byPeer() {
    return members;
  }

  Map<Cid, Invitation> invitationsByEntry() {
    return invitations;
  }

  Map<PeerId, Cid> admissions() {
    return admissions;
  }

  Map<Cid, String> lostAdmissions() {
    return lostAdmissions;
  }

  Map<Cid, String> reasons() {
    return ineffective;
  }

  boolean knows(Removal removal) {
    return removals.stream().anyMatch(r -> r.entry().equals(removal.entry()));
  }

  boolean isLastAdmin(PeerId peer) {
    return isLastAdmin(members.values(), peer);
  }

  static boolean isLastAdmin(Collection<Member> members, PeerId peer) {
    boolean itself = false;
    for (Member member : members) {
      if (member.is(Role.ADMIN)) {
        if (!member.peer().equals(peer)) {
          return false;
        }
        itself = true;
      }
    }
    return itself;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    return other instanceof Roster roster
        && fleetName.equals(roster.fleetName)
        && Objects.equals(founder, roster.founder)
        && members.equals(roster.members)
        && removals.equals(roster.removals)
        && invitations.equals(roster.invitations)
        && admissions.equals(roster.admissions)
        && lostAdmissions.equals(roster.lostAdmissions)
        && ineffective.equals(roster.ineffective);
  }

  @Override
  public int hashCode() {
    return Objects.hash(fleetName, founder, members, removals);
  }

  @Override
  public String toString() {
    return "Roster[" + fleetName + ", members=" + members.values() + "]";
  }
}
