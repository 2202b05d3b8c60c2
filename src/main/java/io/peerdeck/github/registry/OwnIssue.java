package io.peerdeck.github.registry;

import io.peerdeck.fleet.discovery.AddressScope;
import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.fleet.discovery.PeerStatement;
import io.peerdeck.fleet.discovery.Reach;
import io.peerdeck.fleet.discovery.Registration;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.TrustRung;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// This node's own issue: written when there is something new to say, and before what it says runs
/// out. Called by one thread at a time.
final class OwnIssue {
  private static final Logger LOG = LoggerFactory.getLogger(OwnIssue.class);
  private static final Duration LEAST = Duration.ofMinutes(1);
  private static final double JITTER = 0.2;

  private final IssueDesk desk;
  private final RegistryReading reading;
  private final RegistryPlan plan;
  private final KeyPair key;
  private final InstantSource wall;
  private final RandomGenerator random;
  private @Nullable PeerAnnouncement self;
  private @Nullable Integer number;
  private @Nullable Said said;
  private Instant next = Instant.MIN;
  private Instant written = Instant.MIN;

  /// What is worth an edit when it changes.
  private record Said(List<Multiaddr> addresses, Set<String> labels, Map<String, String> more) {}

  OwnIssue(
      IssueDesk desk,
      RegistryReading reading,
      RegistryPlan plan,
      KeyPair key,
      InstantSource wall,
      RandomGenerator random) {
    this.desk = desk;
    this.reading = reading;
    this.plan = plan;
    this.key = key;
    this.wall = wall;
    this.random = random;
  }

  boolean registered() {
    return number != null;
  }

  /// Writes the issue if it is time to.
  ///
  /// @throws GitHubException if GitHub refuses
  Registration tell(PeerAnnouncement announcement) {
    self = announcement;
    List<Multiaddr> open =
        announcement.addresses().stream()
            .filter(address -> AddressScope.of(address) == AddressScope.PUBLIC)
            .toList();
    if (open.isEmpty()) {
      return new Registration.Failed(
          "this node has no address that anybody can dial; private ones are not published");
    }
    if (!plan.publish() && desk.isPublic()) {
      return new Registration.Failed(
          "%s is public, and its issues would show the world where this machine is: %s; if that is"
                  .formatted(plan.repository(), shown(open))
              + " no home address, set "
              + RegistryPlan.PUBLISH
              + " to on");
    }
    PeerStatement its = announcement.statement();
    Said now = new Said(open, its.labels(), its.metadata());
    Instant time = wall.instant();
    boolean due = !time.isBefore(next);
    boolean changed = !now.equals(said) && !time.isBefore(written.plus(LEAST));
    if (due || changed) {
      write(record(announcement, open, time));
      said = now;
      written = time;
      double third = its.ttl().toMillis() / 3.0;
      double jittered = third * (1 - JITTER + 2 * JITTER * random.nextDouble());
      next = time.plusMillis((long) jittered);
    }
    return new Registration.Told(0);
  }

  /// Writes again what was told last, if it is time to.
  void refresh() {
    if (self != null && number != null && !wall.instant().isBefore(next)) {
      tell(self);
    }
  }

  private static String shown(List<Multiaddr> addresses) {
    return addresses.stream()
        .map(address -> address.withoutPeer().toString())
        .collect(Collectors.joining(", "));
  }

  /// With a number just below that of what it tells otherwise, so that this, which is less, never
  /// stands in for it.
  private RegistryRecord record(PeerAnnouncement said, List<Multiaddr> open, Instant time) {
    PeerStatement its = said.statement();
    PeerStatement published =
        new PeerStatement(
            its.peer(),
            Math.max(0, its.seq() - 1),
            its.ttl(),
            Reach.PUBLIC,
            its.labels(),
            its.metadata());
    return new RegistryRecord(plan.repository(), time, PeerAnnouncement.sign(key, open, published));
  }

  private void write(RegistryRecord record) {
    IssueDesk.Draft draft = PeerIssue.draft(record, plan.role(), key);
    if (number == null) {
      number = find().orElse(null);
    }
    if (number != null) {
      try {
        desk.edit(number, draft);
        return;
      } catch (GitHubException gone) {
        LOG.info("the issue {} cannot be edited: {}", number, gone.getMessage());
        number = null;
      }
    }
    Issue created = desk.create(draft);
    if (!created.labels().contains(PeerIssue.REGISTRY)) {
      desk.mark(created.number(), created.labels(), false);
      throw new GitHubException(
          "the token may not set labels on issues of "
              + plan.repository()
              + "; without them nobody finds this node there");
    }
    number = created.number();
  }

  /// The issue of an earlier run; of several the first, and the others are closed.
  private Optional<Integer> find() {
    RegistryReading.Standing standing = reading.read(wall.instant(), TrustRung.T2);
    List<RegistryReading.Entry> mine = standing.of(key.peerId());
    if (standing.rung() == TrustRung.T2) {
      mine.stream().skip(1).forEach(twin -> mark(twin.issue(), false));
    }
    return mine.stream().map(entry -> entry.issue().number()).findFirst();
  }

  private void mark(Issue issue, boolean open) {
    Set<String> labels = new HashSet<>(issue.labels());
    labels.remove(PeerIssue.ACTIVE);
    labels.add(PeerIssue.INACTIVE);
    desk.mark(issue.number(), labels, open);
  }

  /// Says that this node is leaving. Does not throw.
  void leave() {
    if (number == null || said == null) {
      return;
    }
    try {
      desk.mark(
          number,
          Set.of(PeerIssue.REGISTRY, PeerIssue.INACTIVE, PeerIssue.CAPABILITY + plan.role().text()),
          true);
    } catch (GitHubException e) {
      LOG.info("the registry could not be told that this node leaves: {}", e.getMessage());
    }
    number = null;
  }
}
