package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/// Who comes in by which entry, while membership entries are folded in order: by an admin's word or
/// by an invitation. Each method applies one entry, or says why it has no effect.
final class Admittance {
  private final SortedMap<PeerId, Member> members;
  private final Function<Entry, Standing> past;
  private final Function<Cid, Standing> standings;
  private final Map<Cid, Invitation> invitations = new LinkedHashMap<>();
  private final Map<PeerId, Cid> admissions = new HashMap<>();
  private final Map<Cid, String> lost = new HashMap<>();

  /// @param members those so far; who is let in is put there
  /// @param standings the standing of an entry that was folded before
  Admittance(
      SortedMap<PeerId, Member> members,
      Function<Entry, Standing> past,
      Function<Cid, Standing> standings) {
    this.members = members;
    this.past = past;
    this.standings = standings;
  }

  /// Goes on from there.
  Admittance after(Roster before) {
    invitations.putAll(before.invitationsByEntry());
    admissions.putAll(before.admissions());
    lost.putAll(before.lostAdmissions());
    return this;
  }

  /// Every invitation so far, in order.
  Map<Cid, Invitation> invitations() {
    return new LinkedHashMap<>(invitations);
  }

  /// The entry that made each member one.
  Map<PeerId, Cid> admissions() {
    return admissions;
  }

  /// Entries that let nobody in although their author meant to, and why.
  Map<Cid, String> lost() {
    return lost;
  }

  /// Starts over.
  void clear() {
    invitations.clear();
    admissions.clear();
    lost.clear();
  }

  /// The peer is no member any more.
  void removed(PeerId peer) {
    members.remove(peer);
    admissions.remove(peer);
  }

  /// Takes note that an entry has no effect: if it was to let in a peer that is not in by another,
  /// what that peer wrote on the strength of it was in vain.
  void ineffective(Entry entry, String why) {
    boolean letsIn =
        entry.kind().equals(RoleTable.MEMBER_JOINED) || entry.kind().equals(RoleTable.MEMBER_ADDED);
    if (letsIn && !isIn(entry)) {
      lost.put(entry.cid(), why);
    }
  }

  private boolean isIn(Entry entry) {
    try {
      return members.containsKey(MemberBody.peer(entry.body()));
    } catch (MultiformatException malformed) {
      return false; // it named nobody, so nobody's entries rest on it
    }
  }

  /// Whether the author wrote as a member by an entry that did not let it in after all.
  boolean cameInVain(Entry entry) {
    return past.apply(entry).admission().filter(lost::containsKey).isPresent();
  }

  Optional<String> added(Entry entry, List<Removal> removals) {
    return letIn(entry, MemberBody.member(entry.body(), Optional.of(entry.author())), removals);
  }

  private Optional<String> letIn(Entry entry, Member member, List<Removal> removals) {
    Standing known = past.apply(entry);
    if (members.containsKey(member.peer()) || known.peerIsMember()) {
      return Optional.of(member.peer() + " was a member already");
    }
    for (Removal removal : removals) {
      if (removal.peer().equals(member.peer()) && !known.knows(removal) && !ends(removal, entry)) {
        return Optional.of(member.peer() + " was removed meanwhile by " + removal.by());
      }
    }
    members.put(member.peer(), member);
    admissions.put(member.peer(), entry.cid());
    return Optional.empty();
  }

  /// Whether a removal put out the member that this very entry had let in.
  private boolean ends(Removal removal, Entry admission) {
    return standings.apply(removal.entry()).peerAdmission().equals(Optional.of(admission.cid()));
  }

  Optional<String> invited(Entry entry) {
    invitations.put(entry.cid(), InviteBody.read(entry, past.apply(entry).removals()));
    return Optional.empty();
  }

  Optional<String> revoked(Entry entry) {
    Invitation invite = invitations.get(entry.body().link("invite"));
    if (invite == null || invite.revoked().isPresent()) {
      return Optional.of(
          invite == null ? "there is no such invitation" : "the invitation was taken back already");
    }
    invitations.put(invite.entry(), invite.revokedBy(entry.author()));
    return Optional.empty();
  }

  /// Of several who come by one invitation the first in order do, as long as it has uses left.
  Optional<String> joined(Entry entry, List<Removal> removals) {
    Optional<String> fault = past.apply(entry).joinFault();
    if (fault.isPresent()) {
      return fault;
    }
    Invitation invite = invitations.get(entry.body().link("invite"));
    if (invite == null) {
      return Optional.of("its invitation has no effect");
    }
    Optional<String> refusal =
        invite
            .closed(entry.ts())
            .or(() -> letIn(entry, JoinBody.member(entry, invite.roles()), removals));
    if (refusal.isEmpty()) {
      invitations.put(invite.entry(), invite.usedBy(MemberBody.peer(entry.body())));
    }
    return refusal;
  }
}
