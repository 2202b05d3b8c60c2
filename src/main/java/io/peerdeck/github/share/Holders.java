package io.peerdeck.github.share;

import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// Who said to hold which answer. Each member has room for so many of its own words, so that none
/// can push out another's.
final class Holders {
  private final ShareLimits limits;
  // Both guarded by this. Keys told of longest ago first; of each author the same.
  private final LinkedHashMap<Multihash, Map<PeerId, Holding>> byKey = new LinkedHashMap<>();
  private final Map<PeerId, LinkedHashSet<Multihash>> byAuthor = new HashMap<>();

  Holders(ShareLimits limits) {
    this.limits = limits;
  }

  /// Takes a member's word, unless it gave a later one.
  synchronized void told(Multihash key, Holding holding) {
    Map<PeerId, Holding> of = byKey.getOrDefault(key, new HashMap<>());
    Holding known = of.get(holding.peer());
    if (known != null && known.fetched().isAfter(holding.fetched())) {
      return;
    }
    byKey.putLast(key, of);
    of.put(holding.peer(), holding);
    LinkedHashSet<Multihash> own =
        byAuthor.computeIfAbsent(holding.peer(), author -> new LinkedHashSet<>());
    own.remove(key);
    own.add(key);
    if (own.size() > limits.keysPerAuthor()) {
      forget(own.getFirst(), holding.peer());
    }
    if (of.size() > limits.holders()) {
      forget(key, oldest(of));
    }
    while (byKey.size() > limits.keys()) {
      Map.Entry<Multihash, Map<PeerId, Holding>> eldest = byKey.firstEntry();
      List.copyOf(eldest.getValue().keySet()).forEach(peer -> forget(eldest.getKey(), peer));
    }
  }

  private static PeerId oldest(Map<PeerId, Holding> of) {
    return of.values().stream()
        .min(Comparator.comparing(Holding::fetched))
        .map(Holding::peer)
        .orElseThrow();
  }

  /// Drops a member's word about one answer.
  synchronized void forget(Multihash key, PeerId peer) {
    Map<PeerId, Holding> of = byKey.get(key);
    if (of != null) {
      of.remove(peer);
      if (of.isEmpty()) {
        byKey.remove(key);
      }
    }
    LinkedHashSet<Multihash> own = byAuthor.get(peer);
    if (own != null) {
      own.remove(key);
      if (own.isEmpty()) {
        byAuthor.remove(peer);
      }
    }
  }

  /// Who said to hold the answer, the freshest first.
  synchronized List<Holding> of(Multihash key) {
    List<Holding> holders = new ArrayList<>(byKey.getOrDefault(key, Map.of()).values());
    holders.sort(Comparator.comparing(Holding::fetched).reversed());
    return holders;
  }

  /// How many words are kept.
  synchronized int size() {
    return byAuthor.values().stream().mapToInt(LinkedHashSet::size).sum();
  }
}
