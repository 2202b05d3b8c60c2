package io.peerdeck.github.registry;

import io.peerdeck.github.TrustRung;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tidies up after peers that are gone. One registered peer does it for an hour, another the next,
/// by rendezvous hashing over those that are there and belong to the fleet: nobody asks anybody.
/// Touches only issues whose record a peer signed, and only on GitHub's own word.
final class RegistryCleaner {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryCleaner.class);
  private static final Duration TURN = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMinutes(15);
  private static final Duration CLOSED = Duration.ofHours(24);
  private static final int MOST = 20;

  private final IssueDesk desk;
  private final RegistryReading reading;
  private final RegistryPlan plan;
  private final PeerId self;
  private final Predicate<PeerId> fellow;
  private final InstantSource wall;
  private Instant next = Instant.MIN;

  /// @param fellow who may be elected: the fleet's members
  RegistryCleaner(
      IssueDesk desk,
      RegistryReading reading,
      RegistryPlan plan,
      PeerId self,
      Predicate<PeerId> fellow,
      InstantSource wall) {
    this.desk = desk;
    this.reading = reading;
    this.plan = plan;
    this.self = self;
    this.fellow = fellow;
    this.wall = wall;
  }

  /// Marks what ran out as inactive, and closes it after a day.
  ///
  /// @return how many issues were closed
  int clean() {
    Instant now = wall.instant();
    if (now.isBefore(next)) {
      return 0;
    }
    next = now.plus(PAUSE);
    // What is held will do to see whose turn it is; whoever acts asks GitHub again.
    if (!isElected(reading.read(now, TrustRung.T1), now)) {
      return 0;
    }
    RegistryReading.Standing standing = reading.read(now, TrustRung.T2);
    if (standing.rung() != TrustRung.T2 || !isElected(standing, now)) {
      return 0;
    }
    int closed = 0;
    int written = 0;
    for (RegistryReading.Entry entry : standing.expired()) {
      Issue issue = entry.issue();
      boolean old = entry.record().written().plus(CLOSED).isBefore(now);
      boolean marked = !issue.labels().contains(PeerIssue.ACTIVE);
      if (written >= MOST || (marked && !old)) {
        continue;
      }
      Set<String> labels = new HashSet<>(issue.labels());
      labels.remove(PeerIssue.ACTIVE);
      labels.add(PeerIssue.INACTIVE);
      desk.mark(issue.number(), labels, !old);
      written++;
      closed += old ? 1 : 0;
    }
    if (written > 0) {
      LOG.info(
          "{} issues of {} were marked, {} of them closed", written, plan.repository(), closed);
    }
    return closed;
  }

  private boolean isElected(RegistryReading.Standing standing, Instant now) {
    List<PeerId> candidates =
        standing.active().stream().map(entry -> entry.record().peer()).filter(fellow).toList();
    return elected(candidates, now).filter(self::equals).isPresent();
  }

  /// Whose turn it is.
  Optional<PeerId> elected(Collection<PeerId> candidates, Instant now) {
    long turn = now.getEpochSecond() / TURN.toSeconds();
    return candidates.stream()
        .max(Comparator.comparing(peer -> weight(peer, turn), Arrays::compareUnsigned));
  }

  private byte[] weight(PeerId peer, long turn) {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    text.writeBytes((plan.repository() + "\n" + turn + "\n").getBytes(StandardCharsets.UTF_8));
    text.writeBytes(peer.bytes());
    return Multihash.sha256(text.toByteArray()).digest();
  }
}
