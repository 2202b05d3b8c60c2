package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One member of the fleet as the clock knows it.
///
/// @param name what people call the machine
/// @param addresses where it can be dialled, each ending in `/p2p/` with its own id
/// @param slots how many jobs it runs at once
/// @param drain whether it takes no new jobs
/// @param addedBy who added it; empty for the founder
public record Member(
    PeerId peer,
    String name,
    List<Multiaddr> addresses,
    Set<Role> roles,
    Set<String> labels,
    int slots,
    boolean drain,
    Optional<PeerId> addedBy) {
  /// Copies the collections, so that nothing changes under a reader.
  public Member {
    addresses = List.copyOf(addresses);
    roles = Set.copyOf(roles);
    labels = Set.copyOf(labels);
  }

  /// Whether it has the role.
  public boolean is(Role role) {
    return roles.contains(role);
  }

  /// Whether every one of these labels is among its own, without regard to case.
  public boolean carries(Iterable<String> wanted) {
    for (String label : wanted) {
      if (labels.stream().noneMatch(label::equalsIgnoreCase)) {
        return false;
      }
    }
    return true;
  }

  Member with(MemberChange change) {
    return new Member(
        peer,
        change.name().orElse(name),
        change.addresses().orElse(addresses),
        change.roles().orElse(roles),
        change.labels().orElse(labels),
        change.slots().orElse(slots),
        change.drain().orElse(drain),
        addedBy);
  }
}
