package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// One source's word on one peer.
///
/// @param peer whom it saw
/// @param addresses where, each ending in `/p2p/` and its id; those of `signed` need not be
///     repeated
/// @param firstSeen when the source first heard of the peer; empty where it heard of it only now
/// @param seen when the peer itself showed that it is there; empty where the source only knows of
///     it
/// @param ttl how long that holds; empty for as long as the source says so
/// @param signed the peer's own words, checked already
/// @param teller who told the source, where that is another peer; it answers for what it told
public record Sighting(
    PeerId peer,
    List<Multiaddr> addresses,
    Optional<Instant> firstSeen,
    Optional<Instant> seen,
    Optional<Duration> ttl,
    Optional<PeerAnnouncement> signed,
    Optional<PeerId> teller) {
  /// More addresses than this are refused.
  public static final int MAX_ADDRESSES = 32;

  /// Copies the list.
  ///
  /// @throws MultiformatException if there are too many addresses, or one leads to another peer, or
  ///     `signed` is another peer's
  public Sighting {
    if (addresses.size() > MAX_ADDRESSES) {
      throw new MultiformatException(
          "%d addresses of one peer; at most %d".formatted(addresses.size(), MAX_ADDRESSES));
    }
    addresses = addresses.stream().map(address -> address.withPeer(peer)).distinct().toList();
    if (signed.isPresent() && !signed.get().peer().equals(peer)) {
      throw new MultiformatException("a sighting of " + peer + " is signed by another peer");
    }
  }

  /// Addresses somebody wrote down: no time, no signature.
  public static Sighting noted(PeerId peer, List<Multiaddr> addresses) {
    return new Sighting(
        peer,
        addresses,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// A peer's own signed words.
  ///
  /// @param seen when it said them, as far as is known
  public static Sighting signed(
      PeerAnnouncement announcement, Optional<Instant> seen, Optional<PeerId> teller) {
    return new Sighting(
        announcement.peer(),
        List.of(),
        Optional.empty(),
        seen,
        Optional.of(announcement.statement().ttl()),
        Optional.of(announcement),
        teller);
  }

  /// Why this cannot be true of a public record, as its source or its peer says it is one; empty if
  /// it can, or is no public record.
  Optional<String> unfit(Reach source) {
    Optional<PeerStatement> statement = signed.map(PeerAnnouncement::statement);
    boolean open =
        source == Reach.PUBLIC
            || statement.filter(said -> said.reach() == Reach.PUBLIC).isPresent();
    return Stream.concat(
            addresses.stream(), signed.stream().flatMap(words -> words.addresses().stream()))
        .filter(address -> open && AddressScope.of(address) != AddressScope.PUBLIC)
        .findFirst()
        .map(address -> "a public record names %s, which is not".formatted(address.withoutPeer()));
  }
}
