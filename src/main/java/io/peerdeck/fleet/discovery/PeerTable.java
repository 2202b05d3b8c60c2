package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The peers of all sources, merged by id, and the credit of whoever brought them. Writing is under
/// its lock; reading is from [PeerIndex] without.
final class PeerTable implements AddressBook {
  static final int MAX_PEERS = 16_384;
  private static final int MAX_TELLERS = 1024;
  private static final int MAX_FORGOTTEN = 16_384;

  private final PeerId self;
  private final InstantSource wall;
  private final BiConsumer<PeerId, String> liar;
  private final PeerIndex index = new PeerIndex();
  // Guarded by this.
  private final Map<PeerId, KnownPeer> peers = new HashMap<>();
  private final Map<Origin, Set<PeerId>> brought = new HashMap<>();
  private final Map<String, DiscoverySource.Terms> terms = new HashMap<>();
  private final Map<String, Credit> sources = new TreeMap<>();
  private final LinkedHashMap<PeerId, Credit> tellers = new LinkedHashMap<>();
  // The numbers of announcements that ran out.
  private final LinkedHashMap<PeerId, Long> forgotten = new LinkedHashMap<>();

  /// @param liar hears of peers that told what is not so, outside the lock
  PeerTable(PeerId self, InstantSource wall, BiConsumer<PeerId, String> liar) {
    this.self = self;
    this.wall = wall;
    this.liar = liar;
  }

  synchronized void add(String source, DiscoverySource.Terms its) {
    terms.put(source, its);
    sources.put(source, new Credit());
  }

  /// Takes in what a source brought; what cannot be true costs who answers for it.
  ///
  /// @param answer whether the source was asked, so that what it does not name is gone where its
  ///     terms say so
  /// @return whether anything is other than before
  boolean take(String source, List<Sighting> sightings, boolean answer) {
    Map<PeerId, String> liars = new LinkedHashMap<>();
    boolean changed = false;
    synchronized (this) {
      Instant now = wall.instant();
      DiscoverySource.Terms its = terms(source);
      Set<PeerId> named = new HashSet<>();
      for (Sighting sighting : sightings) {
        Origin origin = new Origin(source, sighting.teller());
        if (sighting.peer().equals(self) || suspended(origin, now)) {
          continue;
        }
        Optional<String> lie = untrue(origin, its, sighting);
        if (lie.isPresent()) {
          strike(origin, lie.get(), now);
          sighting.teller().ifPresent(teller -> liars.put(teller, lie.get()));
          changed = true;
        } else {
          named.add(sighting.peer());
          changed |= put(origin, sighting, now);
        }
      }
      if (answer && its.whole()) {
        changed |= dropUnnamed(source, named);
      }
    }
    liars.forEach(liar);
    return changed;
  }

  private boolean suspended(Origin origin, Instant now) {
    Credit teller = origin.teller().map(tellers::get).orElse(null);
    return credit(origin.source()).suspended(now) || (teller != null && teller.suspended(now));
  }

  private Optional<String> untrue(Origin origin, DiscoverySource.Terms its, Sighting sighting) {
    Set<PeerId> before = brought.getOrDefault(origin, Set.of());
    if (before.size() >= its.most() && !before.contains(sighting.peer())) {
      return Optional.of("it brought more than " + its.most() + " peers");
    }
    return sighting.unfit(its.reach());
  }

  private boolean put(Origin origin, Sighting sighting, Instant now) {
    PeerId peer = sighting.peer();
    KnownPeer known = peers.get(peer);
    KnownPeer one = known == null ? new KnownPeer(peer, now) : known;
    if (!one.take(origin, sighting, now, forgotten.getOrDefault(peer, -1L))) {
      return false;
    }
    if (known == null) {
      makeRoom();
      peers.put(peer, one);
    }
    brought.computeIfAbsent(origin, o -> new HashSet<>()).add(peer);
    index.put(one.info(), one.rank());
    return true;
  }

  /// Drops the worst ranked that nobody chose.
  private void makeRoom() {
    if (peers.size() < MAX_PEERS) {
      return;
    }
    for (PeerId worst : index.worst()) {
      KnownPeer known = peers.get(worst);
      if (known != null && !known.from(origin -> terms(origin.source()).kept())) {
        known.origins().forEach(origin -> unbring(origin, worst));
        forget(worst);
        return;
      }
    }
  }

  private boolean dropUnnamed(String source, Set<PeerId> named) {
    Map<PeerId, Origin> gone = new HashMap<>();
    brought.forEach(
        (origin, its) -> {
          if (origin.source().equals(source)) {
            its.stream()
                .filter(peer -> !named.contains(peer))
                .forEach(peer -> gone.put(peer, origin));
          }
        });
    gone.forEach((peer, origin) -> drop(origin, peer));
    return !gone.isEmpty();
  }

  private void drop(Origin origin, PeerId peer) {
    unbring(origin, peer);
    KnownPeer known = peers.get(peer);
    if (known != null) {
      known.drop(origin);
      settle(peer, known);
    }
  }

  private void unbring(Origin origin, PeerId peer) {
    brought.computeIfPresent(
        origin,
        (o, its) -> {
          its.remove(peer);
          return its.isEmpty() ? null : its;
        });
  }

  private void settle(PeerId peer, KnownPeer known) {
    if (known.empty()) {
      forget(peer);
    } else {
      index.put(known.info(), known.rank());
    }
  }

  private void forget(PeerId peer) {
    peers.remove(peer);
    index.remove(peer);
  }

  /// A source, or a peer it listened to, told what is not so.
  void lied(Origin origin, String what) {
    synchronized (this) {
      strike(origin, what, wall.instant());
    }
    origin.teller().ifPresent(teller -> liar.accept(teller, what));
  }

  /// Everything this origin brought goes, and it is not heard for a while; others keep all they
  /// have.
  private void strike(Origin origin, String what, Instant now) {
    if (suspended(origin, now)) {
      return;
    }
    Credit source = credit(origin.source());
    if (origin.teller().isPresent()) {
      PeerId teller = origin.teller().get();
      Credit credit = tellers.remove(teller);
      Credit its = credit == null ? new Credit() : credit;
      tellers.putLast(teller, its);
      its.lied(now, what);
      source.passedOn(now, origin.text() + ": " + what);
      if (tellers.size() > MAX_TELLERS) {
        tellers.pollFirstEntry();
      }
    } else {
      source.lied(now, what);
    }
    for (PeerId peer : Set.copyOf(brought.getOrDefault(origin, Set.of()))) {
      drop(origin, peer);
    }
  }

  private Credit credit(String source) {
    return Objects.requireNonNull(sources.get(source), source);
  }

  private DiscoverySource.Terms terms(String source) {
    return Objects.requireNonNull(terms.get(source), source);
  }

  synchronized void succeeded(String source) {
    credit(source).succeeded(wall.instant());
  }

  synchronized void failed(String source, String why) {
    credit(source).failed(wall.instant(), why);
  }

  /// How long to leave a source alone before it is asked again.
  synchronized Duration pause(String source, Duration usual) {
    return credit(source).pause(usual);
  }

  /// Why a source is not heard now, in a sentence; empty if it is.
  synchronized Optional<String> suspension(String source) {
    SourceStanding standing = credit(source).standing(source, 0, wall.instant());
    return standing
        .suspendedUntil()
        .map(until -> "not heard until " + until + ": " + standing.reason());
  }

  /// Drops what has run out.
  ///
  /// @return how many words on peers went, by source
  synchronized Map<String, Integer> expire() {
    Instant now = wall.instant();
    Map<String, Integer> gone = new TreeMap<>();
    sources.keySet().forEach(source -> gone.put(source, 0));
    for (KnownPeer known : List.copyOf(peers.values())) {
      long seq = known.seq();
      List<Origin> expired = known.expire(now);
      for (Origin origin : expired) {
        unbring(origin, known.peer());
        gone.merge(origin.source(), 1, Integer::sum);
      }
      if (!expired.isEmpty()) {
        if (known.empty() && seq >= 0) {
          forgotten.putLast(known.peer(), seq);
        }
        settle(known.peer(), known);
      }
    }
    while (forgotten.size() > MAX_FORGOTTEN) {
      forgotten.pollFirstEntry();
    }
    return gone;
  }

  synchronized List<SourceStanding> standings() {
    Instant now = wall.instant();
    return sources.entrySet().stream()
        .map(one -> one.getValue().standing(one.getKey(), index.size(one.getKey()), now))
        .toList();
  }

  PeerIndex index() {
    return index;
  }

  @Override
  public List<Multiaddr> addressesOf(PeerId peer) {
    return index.peer(peer).map(PeerInfo::addresses).orElse(List.of());
  }

  @Override
  public synchronized void reached(PeerId peer, Multiaddr address) {
    @Nullable KnownPeer known = peers.get(peer);
    if (known != null) {
      known.reached(address, wall.instant());
      index.put(known.info(), known.rank());
    }
  }

  @Override
  public synchronized void unreachable(PeerId peer, List<Multiaddr> addresses) {
    @Nullable KnownPeer known = peers.get(peer);
    if (known != null) {
      known.unreachable(addresses);
      index.put(known.info(), known.rank());
    }
  }
}
