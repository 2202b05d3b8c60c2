package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path temporary;
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  @Test
  void whatOldRunsAndCachesLeftGoesAndWhatNewerOnesShareStays() throws Exception {
    NodeConfig config =
        NodeConfig.at(temporary.resolve("data")).withName("solo").withoutSandbox().offline();
    try (Node node =
        LocalNode.open(
            config, new NodeTime(now::get, System::nanoTime), UnaryOperator.identity())) {
      String old = ran(node, "old");
      CacheView jobs = jobCaches(node);
      assertThat(jobs.size()).isBetween(200_000L, 210_000L);
      assertThat(jobs.capacity()).isEqualTo(10L << 30);
      assertThat(node.cacheEntries("jobs", 10))
          .singleElement()
          .satisfies(entry -> assertThat(entry.name()).contains("old"));
      TaskView task = node.run(old).tasks().getFirst();
      String artifact = task.artifacts().getFirst().cid();
      assertThat(prune(node)).isEqualTo(new Pruning.Dropped(0, 0, 0));

      now.updateAndGet(time -> time.plus(Duration.ofDays(31)));
      Pruning.Dropped caches = prune(node);
      assertThat(caches.caches()).isEqualTo(1);
      assertThat(caches.runs()).isZero();
      assertThat(jobCaches(node).size()).isZero();
      assertThat(node.events(1).getFirst().sentence()).startsWith("0.2 MiB were freed: 1 caches");
      assertThat(caches.bytes()).as("the cache alone").isBetween(200_000L, 210_000L);
      assertThat(node.artifactFiles(artifact)).hasSize(1);

      now.updateAndGet(time -> time.plus(Duration.ofDays(60)));
      String young = ran(node, "young");
      long before = blobs();
      Pruning.Dropped runs = prune(node);
      assertThat(runs.caches()).isZero();
      assertThat(runs.runs()).isEqualTo(1);
      assertThat(runs.bytes()).as("not what both hold").isBetween(100_000L, 150_000L);
      assertThat(before - blobs()).isEqualTo(runs.bytes());
      assertThatThrownBy(() -> node.artifactFiles(artifact)).isInstanceOf(NodeException.class);
      assertThat(node.run(old).summary().status().finished()).isTrue();
      TaskView kept = node.run(young).tasks().getFirst();
      assertThat(node.artifactFiles(kept.artifacts().getFirst().cid())).hasSize(1);
      assertThat(node.log(young, kept.ref(), 0, 1 << 20, Duration.ZERO).lines()).isNotEmpty();

      node.changeSetting("job-cache-gib", "0");
      assertThat(prune(node).caches()).as("no room for any").isEqualTo(1);
      String again = node.again(young).id();
      await().atMost(SOON).until(() -> node.run(again).summary().status().finished());
      assertThat(node.run(again).tasks().getFirst().conclusion())
          .as("its workspace is still whole")
          .contains("success");
    }
  }

  private static CacheView jobCaches(Node node) {
    return node.caches().stream()
        .filter(cache -> cache.id().equals("jobs"))
        .findAny()
        .orElseThrow();
  }

  private Pruning.Dropped prune(Node node) throws Exception {
    return ((MovableNode) Proxy.getInvocationHandler(node)).now().care().pruning().prune();
  }

  private long blobs() throws Exception {
    try (Stream<Path> files = Files.walk(temporary.resolve("data/blobs"))) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private String ran(Node node, String name) throws Exception {
    Path work = Files.createDirectories(temporary.resolve(name));
    Files.write(work.resolve("shared.bin"), bytes("shared", 300_000));
    Files.write(work.resolve("own.bin"), bytes(name, 50_000));
    Files.write(work.resolve("made.bin"), bytes(name + " made", 60_000));
    Path file =
        Files.writeString(
            work.resolve("wf.yml"),
            """
            name: p2p-workflow %1$s
            on: push
            jobs:
              job:
                runs-on: linux
                steps:
                  - uses: actions/checkout@v4
                  - uses: actions/upload-artifact@v4
                    with: {name: made, path: made.bin}
                  - run: mkdir kept && head -c 200000 /dev/urandom > kept/cached
                  - uses: actions/cache/save@v4
                    with: {path: kept, key: %1$s}
            """
                .formatted(name));
    String run = node.submit(SubmitRequest.of(file).withFolder(work)).id();
    await().atMost(SOON).until(() -> node.run(run).tasks().stream().allMatch(TaskView::sealed));
    assertThat(node.run(run).tasks().getFirst().conclusion()).contains("success");
    return run;
  }

  private static byte[] bytes(String seed, int length) {
    byte[] bytes = new byte[length];
    new java.util.Random(seed.hashCode()).nextBytes(bytes);
    return bytes;
  }
}
