package io.peerdeck.github.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.fleet.discovery.PeerStatement;
import io.peerdeck.fleet.discovery.Reach;
import io.peerdeck.fleet.discovery.Registration;
import io.peerdeck.fleet.discovery.Sighting;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.github.TrustRung;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IssueRegistryTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final RepositoryName HERE = RepositoryName.parse("Fleet/Registry");
  private static final Multiaddr RELAY = Multiaddr.parse("/dns4/relay.example.org/tcp/4011");
  private static final Multiaddr LAN = Multiaddr.parse("/ip4/192.168.7.3/tcp/4011");
  private static final Duration TTL = Duration.ofMinutes(30);

  private final KeyPair north = KeyPair.generate(RANDOM);
  private final KeyPair south = KeyPair.generate(RANDOM);
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private IssuesModel github;
  private final List<IssueRegistry> open = new ArrayList<>();

  @BeforeEach
  void start() throws Exception {
    github = new IssuesModel(() -> now, Set.of("bot", "second"));
    github.isPrivate = true;
  }

  @AfterEach
  void stop() {
    github.close();
  }

  private IssueRegistry registry(KeyPair key, RegistryRole role) {
    return registry(key, role, "bot", false);
  }

  private IssueRegistry registry(KeyPair key, RegistryRole role, String login, boolean publish) {
    IssueRegistry registry =
        new IssueRegistry(
            new RegistryPlan(HERE, role, publish),
            github.door(login),
            key,
            peer -> true,
            () -> now,
            new Random(7));
    open.add(registry);
    return registry;
  }

  private PeerAnnouncement words(KeyPair key, Multiaddr... addresses) {
    PeerStatement statement =
        new PeerStatement(
            key.peerId(),
            now.toEpochMilli(),
            TTL,
            Reach.LOCAL,
            Set.of("Linux x64"),
            Map.of("name", "nor`th <b>@all"));
    return PeerAnnouncement.sign(key, List.of(addresses), statement);
  }

  private RegistryRecord record(KeyPair key, RepositoryName where) {
    return new RegistryRecord(where, now, words(key, RELAY));
  }

  private static List<PeerId> peers(List<Sighting> found) {
    return found.stream().map(Sighting::peer).toList();
  }

  @Test
  void aRelayIsFoundByTheIssueItOpened() {
    Registration told = registry(north, RegistryRole.RELAY).register(words(north, RELAY, LAN));
    assertThat(told).isInstanceOf(Registration.Told.class);

    assertThat(github.issue(1).path("title").asText()).isEqualTo("Peer: " + north.peerId());
    assertThat(github.labels(1))
        .containsExactly(
            "peer-registry", "peer-active", "capability-relay", "capability-linux-x64");
    String body = github.issue(1).path("body").asText();
    assertThat(body)
        .as("a person can read it, and nothing of it is markup")
        .contains("- name: `nor'th <b>@all`", "- address: `/dns4/relay.example.org/tcp/4011/p2p/")
        .doesNotContain("192.168");

    Sighting seen = registry(south, RegistryRole.READER).find().getFirst();
    assertThat(seen.peer()).isEqualTo(north.peerId());
    assertThat(seen.seen()).contains(now);
    assertThat(seen.ttl()).contains(TTL);
    PeerAnnouncement signed = seen.signed().orElseThrow();
    assertThat(signed.addresses()).containsExactly(RELAY.withPeer(north.peerId()));
    assertThat(signed.seq())
        .as("below what it tells its own network")
        .isLessThan(now.toEpochMilli());
  }

  @Test
  void aReaderWritesNothing() {
    IssueRegistry reader = registry(north, RegistryRole.READER);
    assertThat(reader.register(words(north, RELAY))).isInstanceOf(Registration.ReadOnly.class);
    reader.find();
    reader.cleanup(List.of());
    reader.close();
    assertThat(github.writes()).isZero();
  }

  @Test
  void privateAddressesAreNeverPublished() {
    Registration told = registry(north, RegistryRole.PEER).register(words(north, LAN));
    assertThat(told)
        .isInstanceOfSatisfying(
            Registration.Failed.class,
            no -> assertThat(no.reason()).contains("private ones are not"));
    assertThat(github.count()).isZero();
  }

  @Test
  void aPublicRepositoryIsToldWhereAMachineIsOnlyAfterAPersonSaidSo() {
    github.isPrivate = false;
    Registration told = registry(north, RegistryRole.RELAY).register(words(north, RELAY));
    assertThat(told)
        .isInstanceOfSatisfying(
            Registration.Failed.class,
            no ->
                assertThat(no.reason())
                    .contains("fleet/registry is public", "relay.example.org")
                    .contains("github-registry-publish"));
    assertThat(github.writes()).isZero();
    registry(north, RegistryRole.RELAY, "bot", true).register(words(north, RELAY));
    assertThat(github.count()).isEqualTo(1);
  }

  @Test
  void itsIssueIsRenewedAboutEveryThirdOfItsTimeAndOnlyThen() {
    IssueRegistry relay = registry(north, RegistryRole.RELAY);
    relay.register(words(north, RELAY));
    long first = github.writes();
    List<Long> minutes = new ArrayList<>();
    for (int minute = 1; minute <= 60; minute++) {
      now = now.plus(Duration.ofMinutes(1));
      long before = github.writes();
      relay.find();
      if (github.writes() > before) {
        minutes.add((long) minute);
      }
    }
    assertThat(first).isEqualTo(1);
    assertThat(minutes).hasSizeBetween(4, 7);
    for (int i = 1; i < minutes.size(); i++) {
      assertThat(minutes.get(i) - minutes.get(i - 1)).isBetween(8L, 13L);
    }
    assertThat(github.count()).as("one issue for one peer").isEqualTo(1);
  }

  @Test
  void whatChangesIsToldSoonAndTheSameIssueIsUsedAfterARestart() {
    registry(north, RegistryRole.RELAY).register(words(north, RELAY));
    now = now.plus(Duration.ofHours(2));
    IssueRegistry again = registry(north, RegistryRole.RELAY);
    again.register(words(north, RELAY));
    now = now.plus(Duration.ofMinutes(2));
    again.register(words(north, Multiaddr.parse("/dns4/other.example.org/tcp/4011")));
    assertThat(github.count()).isEqualTo(1);
    assertThat(github.issue(1).path("body").asText()).contains("other.example.org");
    again.close();
    assertThat(github.labels(1)).contains("peer-inactive").doesNotContain("peer-active");
  }

  @Test
  void aTokenThatMayNotLabelIsNamedAsTheReason() {
    IssueRegistry stranger = registry(north, RegistryRole.RELAY, "stranger", false);
    assertThatThrownBy(() -> stranger.register(words(north, RELAY)))
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("may not set labels");
    assertThat(github.issue(1).path("state").asText()).isEqualTo("closed");
  }

  @Test
  void whatNobodySignedForThisRepositoryIsIgnoredAndCounted() {
    String good = PeerIssue.draft(record(north, HERE), RegistryRole.RELAY, north).body();
    github.put("bot", "Peer: " + north.peerId(), good);
    github.put("bot", "Peer: " + south.peerId(), good); // another's record
    github.put("bot", "Please help", good);
    github.put("bot", "Peer: " + south.peerId(), "addresses: /ip4/203.0.113.9/tcp/1");
    github.put("bot", "Peer: " + south.peerId(), good.replaceAll("[A-M]", "Z")); // tampered
    RegistryRecord elsewhere = record(south, RepositoryName.parse("fleet/other"));
    github.put(
        "bot",
        "Peer: " + south.peerId(),
        PeerIssue.draft(elsewhere, RegistryRole.RELAY, south).body());
    Instant here = now;
    now = now.plus(Duration.ofHours(1));
    String future = PeerIssue.draft(record(south, HERE), RegistryRole.RELAY, south).body();
    now = here;
    github.put("bot", "Peer: " + south.peerId(), future);
    github.put("bot", "Peer: " + south.peerId(), "x".repeat(60_000));

    IssueRegistry reader = registry(KeyPair.generate(RANDOM), RegistryRole.READER);
    assertThat(peers(reader.find())).containsExactly(north.peerId());
    assertThat(reader.ignored())
        .isEqualTo(
            Map.of(
                Ignored.MISTITLED, 2, Ignored.UNSIGNED, 3, Ignored.FOREIGN, 1, Ignored.FUTURE, 1));
    assertThat(reader.remark().orElseThrow()).contains("3 unsigned", "1 foreign");
  }

  @Test
  void aFloodOfIssuesIsReadNoFurtherThanItsBounds() {
    for (int i = 0; i < 700; i++) {
      github.put("flood" + i / 100, "Peer: " + north.peerId(), "nothing");
    }
    IssueRegistry reader = registry(south, RegistryRole.READER);
    assertThat(reader.find()).isEmpty();
    assertThat(github.requests.stream().filter(one -> one.contains("labels=peer-registry")))
        .hasSize(RegistryReading.MAX_PAGES);
    assertThat(reader.ignored().get(Ignored.CROWDED))
        .isEqualTo(500 - 5 * RegistryReading.MAX_PER_AUTHOR);
    reader.find();
    int searched = 700 / IssueDesk.PAGE + 1;
    assertThat(github.requests)
        .as("not asked again at once")
        .hasSize(RegistryReading.MAX_PAGES + searched);
    now = now.plus(Duration.ofMinutes(30));
    reader.find();
    assertThat(github.requests)
        .as("the older layout is not sought again so soon")
        .hasSize(2 * RegistryReading.MAX_PAGES + searched);
  }

  @Test
  void aRecordEndsWithItsTimeAlsoBetweenTwoReadings() {
    github.put(
        "bot",
        "Peer: " + north.peerId(),
        PeerIssue.draft(record(north, HERE), RegistryRole.RELAY, north).body());
    now = now.plus(Duration.ofMinutes(28));
    IssueRegistry reader = registry(south, RegistryRole.READER);
    assertThat(reader.find()).hasSize(1);
    now = now.plus(Duration.ofMinutes(3));
    assertThat(reader.find()).isEmpty();
  }

  @Test
  void oneOfThoseRegisteredTidiesUpAndOnlyOnGitHubsOwnWord() {
    KeyPair gone = KeyPair.generate(RANDOM);
    registry(gone, RegistryRole.RELAY).register(words(gone, RELAY));
    int strange = github.put("somebody", "Peer: " + gone.peerId(), "no record");
    now = now.plus(Duration.ofHours(1));
    List<IssueRegistry> there =
        List.of(registry(north, RegistryRole.RELAY), registry(south, RegistryRole.PEER));
    there.get(0).register(words(north, RELAY));
    there.get(1).register(words(south, RELAY));

    github.rung = TrustRung.T1;
    there.forEach(one -> one.cleanup(List.of()));
    assertThat(github.labels(1)).as("a member's word decides nothing").contains("peer-active");

    github.rung = TrustRung.T2;
    now = now.plus(Duration.ofMinutes(16));
    long before = github.writes();
    assertThat(there.stream().mapToInt(one -> one.cleanup(List.of())).sum()).isZero();
    assertThat(github.writes() - before).as("one of them, once").isEqualTo(1);
    assertThat(github.labels(1)).contains("peer-inactive").doesNotContain("peer-active");
    assertThat(github.issue(1).path("state").asText()).isEqualTo("open");

    now = now.plus(Duration.ofHours(24));
    there.get(0).register(words(north, RELAY));
    there.get(1).register(words(south, RELAY));
    assertThat(there.stream().mapToInt(one -> one.cleanup(List.of())).sum()).isEqualTo(1);
    assertThat(github.issue(1).path("state").asText()).isEqualTo("closed");
    assertThat(github.labels(strange)).as("not signed, not touched").contains("peer-active");
  }

  @Test
  void theTurnToTidyUpGoesRoundAndAllAgreeOnIt() {
    List<PeerId> all = List.of(north.peerId(), south.peerId(), KeyPair.generate(RANDOM).peerId());
    RegistryPlan plan = new RegistryPlan(HERE, RegistryRole.RELAY, false);
    IssueDesk desk = new GitHubIssues(github.door("bot"), HERE);
    RegistryReading reading = new RegistryReading(desk, HERE);
    RegistryCleaner a =
        new RegistryCleaner(desk, reading, plan, all.get(0), peer -> true, () -> now);
    RegistryCleaner b =
        new RegistryCleaner(desk, reading, plan, all.get(1), peer -> true, () -> now);
    List<Optional<PeerId>> turns = new ArrayList<>();
    for (int hour = 0; hour < 24; hour++) {
      Instant then = now.plus(Duration.ofHours(hour));
      turns.add(a.elected(all, then));
      assertThat(b.elected(all.reversed(), then)).isEqualTo(turns.getLast());
    }
    assertThat(Set.copyOf(turns)).hasSizeGreaterThan(1);
  }

  @Test
  void theOlderLayoutIsReadAndNeverWritten() {
    int older = github.put("bot", "p2p-peer-registry", "An automated peer registry.");
    String comment =
        """
        <!-- p2p-peer-registry:runner-1 -->
        ```json
        {"peer_id": "%s", "multiaddr": "%s", "last_seen": "%s", "runner_name": "runner-1"}
        ```
        """;
    String seen = "2026-11-21T11:50:00.250000+00:00";
    github.comment(older, "second", comment.formatted(north.peerId(), RELAY, seen));
    github.comment(older, "anybody", comment.formatted(south.peerId(), RELAY, seen));
    github.comment(older, "second", comment.formatted(south.peerId(), LAN, seen));
    github.comment(
        older, "second", comment.formatted(south.peerId(), RELAY, seen.replace("11:50", "10:50")));
    github.comment(older, "second", "thank you!");
    IssueRegistry reader = registry(KeyPair.generate(RANDOM), RegistryRole.READER);
    Sighting only = reader.find().getFirst();
    assertThat(reader.find()).hasSize(1);
    assertThat(only.peer()).isEqualTo(north.peerId());
    assertThat(only.signed()).isEmpty();
    assertThat(only.seen()).contains(Instant.parse("2026-11-21T11:50:00.250Z"));
    assertThat(github.writes()).isZero();
  }

  @Test
  void theOlderLayoutIsFoundBehindPagesOfOtherIssuesAndPullRequests() {
    int older = github.put("bot", "p2p-peer-registry", "An automated peer registry.");
    now = now.plusSeconds(1);
    for (int i = 0; i < 150; i++) {
      github.put("anybody", "Issue " + i, "It does not work.");
      github.request("anybody", "Change " + i);
      github.comment(older, "anybody", "Comment " + i);
    }
    github.comment(
        older,
        "second",
        """
        <!-- p2p-peer-registry:runner-1 -->
        ```json
        {"peer_id": "%s", "multiaddr": "%s", "last_seen": "2026-11-21T11:50:00+00:00"}
        ```
        """
            .formatted(north.peerId(), RELAY));
    IssueRegistry reader = registry(KeyPair.generate(RANDOM), RegistryRole.READER);
    assertThat(reader.find()).extracting(Sighting::peer).containsExactly(north.peerId());
    assertThat(github.requests.stream().filter(one -> one.contains("?direction=desc&page=4&")))
        .as("the issue is on the fourth page")
        .hasSize(1);
  }

  @Test
  void theOlderLayoutIsSoughtOnTenPagesAndNoMore() {
    github.put("bot", "p2p-peer-registry", "An automated peer registry.");
    now = now.plusSeconds(1);
    for (int i = 0; i < 1100; i++) {
      github.put("anybody", "Issue " + i, "");
    }
    now = now.plus(Duration.ofHours(1));
    IssueRegistry reader = registry(KeyPair.generate(RANDOM), RegistryRole.READER);
    assertThat(reader.find()).isEmpty();
    assertThat(github.requests).noneMatch(one -> one.contains("page=11"));
  }

  @Test
  void whatGitHubRefusesIsToldAsGitHubSaysIt() {
    github.down = true;
    IssueRegistry reader = registry(north, RegistryRole.READER);
    assertThatThrownBy(reader::find)
        .isInstanceOf(GitHubException.class)
        .hasMessageContaining("502")
        .hasMessageContaining("bad gateway");
    github.down = false;
    assertThat(reader.find()).isEmpty();
  }
}
