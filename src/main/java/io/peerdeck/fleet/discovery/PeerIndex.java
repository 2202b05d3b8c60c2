package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Peers in the order of their ranks, and the same by label and by source, so that a query walks
/// only as far as its answer. One thread writes at a time; any may read meanwhile.
final class PeerIndex {
  /// A peer at its place. Ranks do not change with time, so neither do places.
  private record Ranked(long rank, PeerInfo info, Set<String> labels) {}

  private static final Comparator<Ranked> BEST_FIRST =
      Comparator.comparingLong(Ranked::rank)
          .reversed()
          .thenComparing(ranked -> ranked.info().peer());

  private static final class Row {
    final ConcurrentSkipListSet<Ranked> peers = new ConcurrentSkipListSet<>(BEST_FIRST);
    final AtomicInteger size = new AtomicInteger();
  }

  private final Map<PeerId, Ranked> byId = new ConcurrentHashMap<>();
  private final Map<String, Row> byLabel = new ConcurrentHashMap<>();
  private final Map<String, Row> bySource = new ConcurrentHashMap<>();
  private final Row all = new Row();

  void put(PeerInfo info, long rank) {
    remove(info.peer());
    Set<String> labels =
        info.capabilities().stream().map(PeerIndex::folded).collect(Collectors.toUnmodifiableSet());
    Ranked ranked = new Ranked(rank, info, labels);
    byId.put(info.peer(), ranked);
    add(all, ranked);
    labels.forEach(label -> add(byLabel.computeIfAbsent(label, l -> new Row()), ranked));
    info.sources().forEach(source -> add(bySource.computeIfAbsent(source, s -> new Row()), ranked));
  }

  void remove(PeerId peer) {
    Ranked before = byId.remove(peer);
    if (before == null) {
      return;
    }
    take(all, before);
    before.labels().forEach(label -> take(byLabel, label, before));
    before.info().sources().forEach(source -> take(bySource, source, before));
  }

  private static void add(Row row, Ranked ranked) {
    if (row.peers.add(ranked)) {
      row.size.incrementAndGet();
    }
  }

  private static void take(Row row, Ranked ranked) {
    if (row.peers.remove(ranked)) {
      row.size.decrementAndGet();
    }
  }

  private static void take(Map<String, Row> rows, String key, Ranked ranked) {
    Row row = rows.get(key);
    if (row != null) {
      take(row, ranked);
      if (row.size.get() == 0) {
        rows.remove(key);
      }
    }
  }

  Optional<PeerInfo> peer(PeerId peer) {
    return Optional.ofNullable(byId.get(peer)).map(Ranked::info);
  }

  int size() {
    return all.size.get();
  }

  int size(String source) {
    Row row = bySource.get(source);
    return row == null ? 0 : row.size.get();
  }

  /// Those a query asks for, the best first.
  List<PeerInfo> find(PeerQuery query) {
    Set<String> labels = query.labels().stream().map(PeerIndex::folded).collect(Collectors.toSet());
    Row row = all;
    for (String label : labels) {
      row = smaller(row, byLabel.get(label));
    }
    if (query.sources().size() == 1) {
      row = smaller(row, bySource.get(query.sources().iterator().next()));
    }
    List<PeerInfo> found = new ArrayList<>(Math.min(query.limit(), row.size.get() + 1));
    for (Ranked ranked : row.peers) {
      if (found.size() >= query.limit()) {
        break;
      }
      if (ranked.labels().containsAll(labels)
          && (query.sources().isEmpty()
              || ranked.info().sources().stream().anyMatch(query.sources()::contains))) {
        found.add(ranked.info());
      }
    }
    return List.copyOf(found);
  }

  private static Row smaller(Row row, @Nullable Row other) {
    Row found = other == null ? new Row() : other;
    return found.size.get() < row.size.get() ? found : row;
  }

  /// The worst ranked first.
  Iterable<PeerId> worst() {
    return () -> all.peers.descendingSet().stream().map(ranked -> ranked.info().peer()).iterator();
  }

  private static String folded(String label) {
    return label.toLowerCase(Locale.ROOT);
  }
}
