package io.peerdeck.github.registry;

import io.peerdeck.fleet.discovery.DiscoverySource;
import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.fleet.discovery.PeerInfo;
import io.peerdeck.fleet.discovery.Reach;
import io.peerdeck.fleet.discovery.Registration;
import io.peerdeck.fleet.discovery.Sighting;
import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.TrustRung;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Peers from the issues of a repository, one issue each, and this node's own among them where it
/// was told to register. The issues are read through the cache, at most every few minutes.
public final class IssueRegistry implements DiscoverySource {
  /// Its name.
  public static final String NAME = "github";

  private static final Logger LOG = LoggerFactory.getLogger(IssueRegistry.class);
  private static final Duration READ = Duration.ofMinutes(5);
  private static final Duration LEAVE = Duration.ofSeconds(3);

  private final RegistryPlan plan;
  private final RegistryReading reading;
  private final OlderRegistry older;
  private final OwnIssue own;
  private final RegistryCleaner cleaner;
  private final InstantSource wall;
  private List<Sighting> last = List.of();
  private Instant next = Instant.MIN;
  private volatile Map<Ignored, Integer> ignored = Map.of();

  /// @param fellow whether a peer belongs to the fleet, and so may be the one that tidies up
  public IssueRegistry(
      RegistryPlan plan,
      ApiDoor door,
      KeyPair key,
      Predicate<PeerId> fellow,
      InstantSource wall,
      RandomGenerator random) {
    this(plan, new GitHubIssues(door, plan.repository()), key, fellow, wall, random);
  }

  IssueRegistry(
      RegistryPlan plan,
      IssueDesk desk,
      KeyPair key,
      Predicate<PeerId> fellow,
      InstantSource wall,
      RandomGenerator random) {
    this.plan = plan;
    this.wall = wall;
    reading = new RegistryReading(desk, plan.repository());
    older = new OlderRegistry(desk);
    own = new OwnIssue(desk, reading, plan, key, wall, random);
    cleaner =
        new RegistryCleaner(
            desk,
            reading,
            plan,
            key.peerId(),
            peer -> peer.equals(key.peerId()) || fellow.test(peer),
            wall);
  }

  @Override
  public String name() {
    return NAME;
  }

  /// Everybody may read it, so nothing private belongs there; each answer is all there is.
  @Override
  public Terms terms() {
    return new Terms(Reach.PUBLIC, true, false, RegistryReading.MAX_PAGES * IssueDesk.PAGE);
  }

  @Override
  public void start(Ear ear) {}

  @Override
  public synchronized List<Sighting> find() {
    try {
      own.refresh();
    } catch (GitHubException e) {
      LOG.warn("this node's issue in {} is not renewed: {}", plan.repository(), e.getMessage());
    }
    Instant now = wall.instant();
    if (now.isBefore(next)) {
      return last.stream().filter(one -> holds(one, now)).toList();
    }
    RegistryReading.Standing standing = reading.read(now, TrustRung.T1);
    ignored = standing.ignored();
    Map<PeerId, Sighting> found = new LinkedHashMap<>();
    older.find(now).forEach(one -> found.put(one.peer(), one));
    standing.active().stream()
        .map(RegistryReading.Entry::record)
        .map(
            record ->
                Sighting.signed(
                    record.announcement(), Optional.of(record.written()), Optional.empty()))
        .forEach(one -> found.put(one.peer(), one));
    last = List.copyOf(found.values());
    next = now.plus(READ);
    return last;
  }

  private static boolean holds(Sighting one, Instant now) {
    return Stream.of(one)
        .filter(sighting -> sighting.seen().isPresent() && sighting.ttl().isPresent())
        .noneMatch(sighting -> sighting.seen().get().plus(sighting.ttl().get()).isBefore(now));
  }

  @Override
  public synchronized Registration register(PeerAnnouncement self) {
    return plan.role() == RegistryRole.READER ? new Registration.ReadOnly() : own.tell(self);
  }

  @Override
  public synchronized int cleanup(List<PeerInfo> known) {
    return own.registered() ? cleaner.clean() : 0;
  }

  /// What was left out when the issues were read last: a sentence, empty if nothing was.
  @Override
  public Optional<String> remark() {
    Map<Ignored, Integer> now = ignored;
    return Optional.of(
            now.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(one -> one.getValue() + " " + one.getKey().text())
                .collect(Collectors.joining(", ")))
        .filter(text -> !text.isEmpty())
        .map(text -> "ignored issues of " + plan.repository() + ": " + text);
  }

  /// How many issues were not believed when they were read last, and why.
  public Map<Ignored, Integer> ignored() {
    return ignored;
  }

  @Override
  public void close() {
    Thread leaving = Thread.ofVirtual().name("registry-leave").start(this::leave);
    try {
      if (!leaving.join(LEAVE)) {
        leaving.interrupt();
        LOG.info("{} did not hear in time that this node leaves", plan.repository());
      }
    } catch (InterruptedException e) {
      leaving.interrupt();
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void leave() {
    own.leave();
  }
}
