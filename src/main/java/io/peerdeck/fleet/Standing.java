package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a membership entry's causal past says of its author and of the peer it is about: all that
/// its effect depends on, so that whole rosters of the past need not be kept.
///
/// @param authorRoles empty if the author was no member
/// @param peerIsMember whether the peer the entry names was a member
/// @param peerIsLastAdmin whether it was the only admin
/// @param removals those the author knew of
/// @param admission the entry that made the author a member; empty for the founder
/// @param peerAdmission the entry that made the peer a member, if it was one
/// @param joinFault why a `member.joined` lets nobody in, whatever others wrote meanwhile
record Standing(
    Set<Role> authorRoles,
    boolean peerIsMember,
    boolean peerIsLastAdmin,
    List<Removal> removals,
    Optional<Cid> admission,
    Optional<Cid> peerAdmission,
    Optional<String> joinFault) {

  static Standing of(Entry entry, Roster past) {
    Set<Role> roles = past.member(entry.author()).map(Member::roles).orElse(Set.of());
    Optional<PeerId> peer = named(entry);
    return new Standing(
        roles,
        peer.filter(past::isMember).isPresent(),
        peer.filter(past::isLastAdmin).isPresent(),
        past.removals(),
        past.admission(entry.author()),
        peer.flatMap(past::admission),
        entry.kind().equals(RoleTable.MEMBER_JOINED) ? joinFault(entry, past) : Optional.empty());
  }

  private static Optional<String> joinFault(Entry entry, Roster past) {
    try {
      return JoinBody.fault(entry, past);
    } catch (MultiformatException malformed) {
      return Optional.of("malformed: " + malformed.getMessage());
    }
  }

  boolean may(String kind) {
    return !authorRoles.isEmpty() && RoleTable.allows(authorRoles, kind);
  }

  boolean knows(Removal removal) {
    return removals.contains(removal);
  }

  private static Optional<PeerId> named(Entry entry) {
    try {
      return entry.body().has("peer")
          ? Optional.of(MemberBody.peer(entry.body()))
          : Optional.empty();
    } catch (MultiformatException malformed) {
      // The fold meets the same body and reports it.
      return Optional.empty();
    }
  }
}
