package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Caches of jobs: kept by submitter, found on other peers.
class JobCacheTest {
  private static final Cid ROOT = Cid.of(Cid.RAW, "x".getBytes(StandardCharsets.UTF_8));

  @TempDir Path temporary;

  @Test
  void aSecondPeerGetsTheCacheOfTheFirst() throws Exception {
    try (TestFleet fleet = new TestFleet(temporary, 2, 2)) {
      for (int number = 0; number < 2; number++) {
        Node node = fleet.node(number);
        node.updatePeer(
            node.status().self().id(),
            PeerChange.NONE.withLabels(List.of("linux", "only-n" + number)));
      }
      assertThat(log(fleet, 0))
          .anyMatch(line -> line.startsWith("Cache not found for input keys: deps-1, deps-"))
          .contains("hit=[] found=")
          .anyMatch(line -> line.startsWith("Cache saved with key: deps-1 (2 files"));
      List<String> second = log(fleet, 1);
      assertThat(second)
          .anyMatch(line -> line.startsWith("Cache restored from key: deps-1 ("))
          .contains("hit=[true] found=made on n0 x")
          .contains("Cache hit occurred on the primary key deps-1, not saving cache.");
    }
  }

  private List<String> log(TestFleet fleet, int number) throws Exception {
    Path folder = Files.createDirectories(temporary.resolve("work-" + number));
    Path file =
        Files.writeString(
            folder.resolve("wf.yml"),
            """
            name: p2p-workflow cache
            on: push
            jobs:
              build:
                runs-on: only-n%d
                steps:
                  - uses: actions/cache@v4
                    id: deps
                    with:
                      path: |
                        deps
                        ~/.tool
                      key: deps-1
                      restore-keys: deps-
                  - run: |
                      echo "hit=[${{ steps.deps.outputs.cache-hit }}] found=$(cat deps/a ~/.tool/b 2>/dev/null | tr '\\n' ' ' | sed 's/ *$//')"
                      mkdir -p deps ~/.tool
                      echo "made on $RUNNER_NAME" > deps/a
                      echo x > ~/.tool/b
            """
                .formatted(number));
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                fleet.node(0).peers().stream()
                    .anyMatch(peer -> peer.labels().contains("only-n" + number)));
    String id = fleet.node(0).submit(SubmitRequest.of(file)).id();
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> fleet.node(0).run(id).tasks().stream().allMatch(TaskView::sealed));
    return fleet.node(0).log(id, TaskRef.parse("build"), 0, 1 << 20, Duration.ZERO).lines().stream()
        .map(LogChunk.Line::text)
        .collect(Collectors.toList());
  }

  @Test
  void aKeyStandsForItsExactMatchThenTheNewestItBegins() {
    AtomicLong now = new AtomicLong();
    JobCaches caches =
        new JobCaches(temporary.resolve("caches"), () -> Instant.ofEpochMilli(now.get()));
    PeerId me = peer();
    for (String key : List.of("a-old", "a-new", "a", "b-1")) {
      now.incrementAndGet();
      caches.add(me, key, "v", ROOT, 1);
    }
    caches.add(me, "a-newest", "other paths", ROOT, 1);
    caches.add(peer(), "c", "v", ROOT, 1);
    assertThat(best(caches, me, "a")).contains("a");
    assertThat(best(caches, me, "a-")).contains("a-new");
    assertThat(best(caches, me, "c", "b-", "a")).contains("b-1");
    assertThat(best(caches, me, "c")).isEmpty();
  }

  private static Optional<String> best(JobCaches caches, PeerId submitter, String... keys) {
    return JobCaches.best(
            List.of(keys), caches.matching(submitter, List.of(keys), "v"), Function.identity())
        .map(JobCache::key);
  }

  @Test
  void anIndexThatCannotBeReadIsPutAside() throws Exception {
    JobCaches caches = new JobCaches(temporary.resolve("caches"), Instant::now);
    PeerId me = peer();
    caches.add(me, "k", "v", ROOT, 1);
    Path file = temporary.resolve("caches").resolve(me.toString());
    Files.writeString(file, "rubbish");
    assertThat(caches.matching(me, List.of("k"), "v")).isEmpty();
    assertThat(file.resolveSibling(me + ".unreadable")).hasContent("rubbish");
    caches.add(me, "k", "v", ROOT, 1);
    assertThat(caches.matching(me, List.of("k"), "v")).hasSize(1);
  }

  private static PeerId peer() {
    return KeyPair.generate(new SecureRandom()).peerId();
  }
}
