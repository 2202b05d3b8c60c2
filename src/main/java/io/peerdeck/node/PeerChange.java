package io.peerdeck.node;

import java.util.List;
import java.util.Optional;

/// What to change of a member; what is empty stays. Its name, labels, slots and drain may be
/// changed by itself and by an admin, roles by an admin only.
///
/// @param roles all of them: `admin`, `operator`, `worker`, `observer`
/// @param labels all of them, those of its operating system included
/// @param slots jobs run at once, 0 to 1,024
/// @param drain whether it takes no new jobs
public record PeerChange(
    Optional<String> name,
    Optional<List<String>> roles,
    Optional<List<String>> labels,
    Optional<Integer> slots,
    Optional<Boolean> drain) {
  /// Changes nothing.
  public static final PeerChange NONE =
      new PeerChange(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /// With another name.
  public PeerChange withName(String value) {
    return new PeerChange(Optional.of(value), roles, labels, slots, drain);
  }

  /// With other roles.
  public PeerChange withRoles(List<String> value) {
    return new PeerChange(name, Optional.of(List.copyOf(value)), labels, slots, drain);
  }

  /// With other labels.
  public PeerChange withLabels(List<String> value) {
    return new PeerChange(name, roles, Optional.of(List.copyOf(value)), slots, drain);
  }

  /// With another number of slots.
  public PeerChange withSlots(int value) {
    return new PeerChange(name, roles, labels, Optional.of(value), drain);
  }

  /// Taking no new jobs, or taking them again.
  public PeerChange withDrain(boolean value) {
    return new PeerChange(name, roles, labels, slots, Optional.of(value));
  }
}
