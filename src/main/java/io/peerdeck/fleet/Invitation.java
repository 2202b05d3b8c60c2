package io.peerdeck.fleet;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// An `invite.created` entry that has effect, with what became of it.
///
/// @param entry the entry, which names the invitation
/// @param by the admin who made it
/// @param key public key of its secret: whoever can sign with it may come in
/// @param roles of those who come by it
/// @param created Unix ms by the admin's clock
/// @param expires Unix ms; a `member.joined` with a later time has no effect
/// @param uses how many may come by it
/// @param joined who came by it, in order
/// @param revoked who took it back
/// @param removals those its author knew of: who was removed before may come by it again
public record Invitation(
    Cid entry,
    PeerId by,
    Ipld.Bytes key,
    Set<Role> roles,
    long created,
    long expires,
    int uses,
    List<PeerId> joined,
    Optional<PeerId> revoked,
    List<Removal> removals) {
  /// Copies the collections.
  public Invitation {
    roles = Set.copyOf(roles);
    joined = List.copyOf(joined);
    removals = List.copyOf(removals);
  }

  /// Why nobody can come by it at that time; empty if somebody can.
  ///
  /// @param now Unix ms
  public Optional<String> closed(long now) {
    if (revoked.isPresent()) {
      return Optional.of("the invitation was taken back by " + revoked.get());
    }
    if (joined.size() >= uses) {
      return Optional.of("the invitation is used up");
    }
    return now > expires ? Optional.of("the invitation has expired") : Optional.empty();
  }

  Invitation usedBy(PeerId peer) {
    List<PeerId> more = new ArrayList<>(joined);
    more.add(peer);
    return new Invitation(entry, by, key, roles, created, expires, uses, more, revoked, removals);
  }

  Invitation revokedBy(PeerId peer) {
    return new Invitation(
        entry, by, key, roles, created, expires, uses, joined, Optional.of(peer), removals);
  }
}
