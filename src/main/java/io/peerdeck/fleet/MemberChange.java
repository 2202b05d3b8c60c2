package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a `member.updated` entry changes; what is empty stays.
///
/// @param addresses all of them, replacing the earlier ones
/// @param roles all of them; only an admin may give roles
/// @param slots how many jobs run at once, 0 to 1,024
public record MemberChange(
    Optional<String> name,
    Optional<List<Multiaddr>> addresses,
    Optional<Set<Role>> roles,
    Optional<Set<String>> labels,
    Optional<Integer> slots,
    Optional<Boolean> drain) {
  /// Changes nothing.
  public static final MemberChange NONE =
      new MemberChange(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /// With another name.
  public MemberChange name(String value) {
    return new MemberChange(Optional.of(value), addresses, roles, labels, slots, drain);
  }

  /// With other addresses.
  public MemberChange addresses(List<Multiaddr> value) {
    return new MemberChange(name, Optional.of(List.copyOf(value)), roles, labels, slots, drain);
  }

  /// With other roles.
  public MemberChange roles(Set<Role> value) {
    return new MemberChange(name, addresses, Optional.of(Set.copyOf(value)), labels, slots, drain);
  }

  /// With other labels.
  public MemberChange labels(Set<String> value) {
    return new MemberChange(name, addresses, roles, Optional.of(Set.copyOf(value)), slots, drain);
  }

  /// With another number of slots.
  public MemberChange slots(int value) {
    return new MemberChange(name, addresses, roles, labels, Optional.of(value), drain);
  }

  /// Taking no new jobs, or taking them again.
  public MemberChange drain(boolean value) {
    return new MemberChange(name, addresses, roles, labels, slots, Optional.of(value));
  }

  boolean isEmpty() {
    return equals(NONE);
  }

  /// What of this is different from the member as it is; addresses in another order are not.
  MemberChange since(Member member) {
    return new MemberChange(
        name.filter(value -> !value.equals(member.name())),
        addresses.filter(value -> !sameAddresses(value, member)),
        roles.filter(value -> !value.equals(member.roles())),
        labels.filter(value -> !value.equals(member.labels())),
        slots.filter(value -> value != member.slots()),
        drain.filter(value -> value != member.drain()));
  }

  private static boolean sameAddresses(List<Multiaddr> some, Member member) {
    return some.stream()
        .map(address -> address.peerId().isPresent() ? address : address.withPeer(member.peer()))
        .collect(Collectors.toSet())
        .equals(Set.copyOf(member.addresses()));
  }
}
