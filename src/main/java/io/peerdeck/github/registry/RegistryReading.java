package io.peerdeck.github.registry;

import io.peerdeck.github.RepositoryName;
import io.peerdeck.github.TrustRung;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what stands in the registry and sorts out what cannot be believed. Bounded by pages,
/// issues per author and characters per issue.
final class RegistryReading {
  /// At most so many pages are read.
  static final int MAX_PAGES = 5;

  /// At most so many issues of one author count.
  static final int MAX_PER_AUTHOR = 64;

  /// How far a peer's time may be ahead.
  static final Duration SKEW = Duration.ofMinutes(10);

  private static final Logger LOG = LoggerFactory.getLogger(RegistryReading.class);

  private final IssueDesk desk;
  private final RepositoryName repository;

  RegistryReading(IssueDesk desk, RepositoryName repository) {
    this.desk = desk;
    this.repository = repository;
  }

  /// An issue and the record in it.
  record Entry(Issue issue, RegistryRecord record) {}

  /// What stands there.
  ///
  /// @param active records that hold, one for each peer
  /// @param expired those that have run out; peers may have several
  /// @param ignored how many issues are not believed, and why
  /// @param rung of the least believable page
  record Standing(
      List<Entry> active, List<Entry> expired, Map<Ignored, Integer> ignored, TrustRung rung) {
    /// The open issues of a peer, the lowest number first.
    List<Entry> of(PeerId peer) {
      List<Entry> all = new ArrayList<>(active);
      all.addAll(expired);
      return all.stream()
          .filter(entry -> entry.record().peer().equals(peer))
          .sorted((a, b) -> Integer.compare(a.issue().number(), b.issue().number()))
          .toList();
    }
  }

  Standing read(Instant now, TrustRung least) {
    Map<PeerId, Entry> active = new HashMap<>();
    List<Entry> expired = new ArrayList<>();
    Map<Ignored, Integer> ignored = new EnumMap<>(Ignored.class);
    Map<String, Integer> authors = new HashMap<>();
    Set<Integer> seen = new HashSet<>();
    TrustRung rung = TrustRung.T2;
    for (int page = 1; page <= MAX_PAGES; page++) {
      IssueDesk.Listing listing = desk.open(PeerIssue.REGISTRY, page, least);
      rung = listing.rung().compareTo(rung) < 0 ? listing.rung() : rung;
      for (Issue issue : listing.issues()) {
        if (!seen.add(issue.number()) || !issue.open()) {
          continue; // moved to the next page while we read
        }
        Optional<Ignored> why =
            authors.merge(issue.author(), 1, Integer::sum) > MAX_PER_AUTHOR
                ? Optional.of(Ignored.CROWDED)
                : sort(issue, now, active, expired);
        why.ifPresent(
            reason -> {
              ignored.merge(reason, 1, Integer::sum);
              LOG.debug("issue {} of {} is {}", issue.number(), repository, reason.text());
            });
      }
      if (!listing.more()) {
        break;
      }
    }
    return new Standing(List.copyOf(active.values()), expired, Map.copyOf(ignored), rung);
  }

  private Optional<Ignored> sort(
      Issue issue, Instant now, Map<PeerId, Entry> active, List<Entry> expired) {
    Optional<PeerId> titled = PeerIssue.peer(issue.title());
    if (titled.isEmpty()) {
      return Optional.of(Ignored.MISTITLED);
    }
    RegistryRecord record;
    try {
      record = PeerIssue.record(issue.body());
    } catch (MultiformatException e) {
      return Optional.of(Ignored.UNSIGNED);
    }
    if (!record.peer().equals(titled.get())) {
      return Optional.of(Ignored.MISTITLED);
    }
    if (!record.repository().equals(repository)) {
      return Optional.of(Ignored.FOREIGN);
    }
    if (record.written().isAfter(now.plus(SKEW))) {
      return Optional.of(Ignored.FUTURE);
    }
    Entry entry = new Entry(issue, record);
    if (record.expired(now)) {
      expired.add(entry);
      return Optional.of(Ignored.EXPIRED);
    }
    active.merge(record.peer(), entry, RegistryReading::later);
    return Optional.empty();
  }

  private static Entry later(Entry a, Entry b) {
    return b.record().written().isAfter(a.record().written()) ? b : a;
  }
}
