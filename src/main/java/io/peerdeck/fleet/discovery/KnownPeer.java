package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One peer while its sightings are merged. Guarded by [PeerTable].
final class KnownPeer {
  static final int MAX_ADDRESSES = 32;
  private static final int MAX_ORIGINS = 16;
  private static final int MAX_FAILURES = 6;
  // What one failed dial in a row costs in rank: as if the peer had been seen so much earlier.
  private static final Duration FAILURE = Duration.ofMinutes(10);

  /// What one origin says.
  private record Part(
      List<Multiaddr> addresses, Instant since, Optional<Duration> ttl, boolean signed) {
    boolean expired(Instant now) {
      return ttl.filter(holds -> since.plus(holds).isBefore(now)).isPresent();
    }
  }

  private record Dials(boolean reached, int failures) {
    static final Dials NONE = new Dials(false, 0);
  }

  private final PeerId peer;
  private Instant firstSeen;
  private final Map<Origin, Part> parts = new LinkedHashMap<>();
  private final Map<Multiaddr, Dials> dials = new HashMap<>();
  private @Nullable PeerAnnouncement signed;
  private Instant signedSince;
  private @Nullable Instant lastSeen;
  private int failures;

  KnownPeer(PeerId peer, Instant now) {
    this.peer = peer;
    this.firstSeen = now;
    this.signedSince = now;
  }

  PeerId peer() {
    return peer;
  }

  /// Takes in what an origin says.
  ///
  /// @param forgotten the number of an announcement that ran out before; nobody but the peer itself
  ///     brings that one back
  /// @return whether it says anything
  boolean take(Origin origin, Sighting sighting, Instant now, long forgotten) {
    boolean itself = origin.teller().filter(peer::equals).isPresent();
    boolean hearsay = origin.teller().isPresent() && !itself;
    Optional<PeerAnnouncement> words = sighting.signed();
    Part before = parts.get(origin);
    Instant seen = sighting.seen().filter(at -> at.isBefore(now)).orElse(now);
    boolean news = false;
    if (words.isPresent()) {
      news = words.get().seq() > Math.max(seq(), forgotten);
      if (hearsay && !news && (signed == null || !words.get().equals(signed))) {
        return before != null;
      }
      if (news || itself || signed == null) {
        signed = words.get();
        signedSince = seen;
      } else if (hearsay) {
        seen = signedSince; // told once more, the same words are no fresher
      }
    }
    sighting.firstSeen().filter(first -> first.isBefore(firstSeen)).ifPresent(at -> firstSeen = at);
    boolean shown = sighting.seen().isPresent() && (news || !hearsay);
    if (shown && (lastSeen == null || seen.isAfter(lastSeen))) {
      lastSeen = seen;
    }
    if (before == null && parts.size() >= MAX_ORIGINS) {
      parts.entrySet().stream()
          .filter(part -> part.getKey().teller().isPresent())
          .min(Comparator.comparing(part -> part.getValue().since()))
          .ifPresent(oldest -> parts.remove(oldest.getKey()));
    }
    Set<Multiaddr> addresses = new LinkedHashSet<>(sighting.addresses());
    words.ifPresent(said -> addresses.addAll(said.addresses()));
    parts.put(origin, new Part(List.copyOf(addresses), seen, sighting.ttl(), words.isPresent()));
    return true;
  }

  /// Drops what this origin said.
  void drop(Origin origin) {
    parts.remove(origin);
    forgetWordsNobodyHolds();
  }

  /// Drops what has run out, and tells whose it was.
  List<Origin> expire(Instant now) {
    List<Origin> gone = new ArrayList<>();
    parts.forEach(
        (origin, part) -> {
          if (part.expired(now)) {
            gone.add(origin);
          }
        });
    gone.forEach(this::drop);
    return gone;
  }

  private void forgetWordsNobodyHolds() {
    if (parts.values().stream().noneMatch(Part::signed)) {
      signed = null;
    }
  }

  boolean empty() {
    return parts.isEmpty();
  }

  Set<Origin> origins() {
    return Set.copyOf(parts.keySet());
  }

  boolean from(Predicate<Origin> which) {
    return parts.keySet().stream().anyMatch(which);
  }

  /// The number of its last announcement, or -1.
  long seq() {
    return signed == null ? -1 : signed.seq();
  }

  void reached(Multiaddr address, Instant now) {
    failures = 0;
    lastSeen = now;
    dials.put(address.withPeer(peer), new Dials(true, 0));
  }

  void unreachable(List<Multiaddr> addresses) {
    failures = Math.min(failures + 1, MAX_FAILURES);
    for (Multiaddr address : addresses) {
      Dials before = dials.getOrDefault(address.withPeer(peer), Dials.NONE);
      dials.put(
          address.withPeer(peer),
          new Dials(before.reached(), Math.min(before.failures() + 1, MAX_FAILURES)));
    }
  }

  /// When it was last seen, less what its failures cost, in milliseconds: a rank that time does not
  /// change.
  long rank() {
    long seen = lastSeen == null ? 0 : lastSeen.toEpochMilli();
    return seen - failures * FAILURE.toMillis();
  }

  PeerInfo info() {
    List<Multiaddr> addresses = addresses();
    dials.keySet().retainAll(Set.copyOf(addresses));
    Set<String> sources = new TreeSet<>();
    parts.keySet().forEach(origin -> sources.add(origin.source()));
    Optional<PeerStatement> statement =
        Optional.ofNullable(signed).map(PeerAnnouncement::statement);
    boolean kept = parts.values().stream().anyMatch(part -> part.ttl().isEmpty());
    Duration ttl =
        parts.values().stream()
            .flatMap(part -> part.ttl().stream())
            .max(Comparator.naturalOrder())
            .filter(longest -> !kept)
            .orElse(Duration.ZERO);
    return new PeerInfo(
        peer,
        addresses,
        statement.map(PeerStatement::labels).orElse(Set.of()),
        firstSeen,
        Optional.ofNullable(lastSeen),
        List.copyOf(sources),
        ttl,
        statement.map(PeerStatement::metadata).orElse(Map.of()),
        Optional.ofNullable(signed));
  }

  /// What answered comes first, then what the peer signed, then the latest word; what failed and
  /// what only this machine can mean come last.
  private List<Multiaddr> addresses() {
    Set<Multiaddr> own = signed == null ? Set.of() : new LinkedHashSet<>(signed.addresses());
    LinkedHashSet<Multiaddr> all = new LinkedHashSet<>(own);
    parts.values().stream()
        .sorted(Comparator.comparing(Part::since).reversed())
        .forEach(part -> all.addAll(part.addresses()));
    return all.stream()
        .sorted(
            Comparator.comparingInt((Multiaddr address) -> dialsOf(address).failures())
                .thenComparing(address -> !dialsOf(address).reached())
                .thenComparing(address -> AddressScope.of(address) == AddressScope.LOOPBACK)
                .thenComparing(address -> !own.contains(address)))
        .limit(MAX_ADDRESSES)
        .toList();
  }

  private Dials dialsOf(Multiaddr address) {
    return dials.getOrDefault(address, Dials.NONE);
  }
}
