package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node is killed with SIGKILL while it submits; what it acknowledged is there afterwards.
class CrashTest {
  private static final int DEADLINE_SECONDS = 120;

  @TempDir Path temporary;

  @Test
  void nothingAcknowledgedIsLostWhenTheNodeIsKilledTenTimes() throws Exception {
    killAgainAndAgain(10);
  }

  @Test
  @Tag("full")
  void nothingAcknowledgedIsLostWhenTheNodeIsKilledTwoHundredTimes() throws Exception {
    killAgainAndAgain(200);
  }

  private void killAgainAndAgain(int rounds) throws Exception {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    Path file = SubmitLoop.workflow(temporary);
    Path data = temporary.resolve("data");
    Set<String> acknowledged = new LinkedHashSet<>();
    for (int round = 1; round <= rounds; round++) {
      List<String> added = killedWhileSubmitting(data, file, random);
      added.forEach(id -> assertThat(acknowledged.add(id)).as("%s is new", id).isTrue());
      verify(data, added, acknowledged, "round %d of seed %d".formatted(round, seed));
    }
    assertThat(acknowledged).as("acknowledged before seed %d's kills", seed).isNotEmpty();
  }

  /// What a child acknowledged until it was killed: every other time at a random moment after its
  /// first answer, else at a random moment after its start, which may be while it opens the folder.
  private List<String> killedWhileSubmitting(Path data, Path file, Random random) throws Exception {
    Process child =
        new ProcessBuilder(SubmitLoop.command(data, file, Long.MAX_VALUE))
            .redirectError(temporary.resolve("stderr.txt").toFile())
            .start();
    CompletableFuture<Void> answered = new CompletableFuture<>();
    CompletableFuture<List<String>> lines =
        CompletableFuture.supplyAsync(() -> read(child, answered), Thread::startVirtualThread);
    try {
      if (random.nextBoolean()) {
        answered.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        awaitMoment(child, random.nextInt(300));
      } else {
        awaitMoment(child, 200 + random.nextInt(1300));
      }
    } finally {
      // Process.destroyForcibly would close the pipe before all acknowledgements are read.
      child.toHandle().destroyForcibly();
    }
    assertThat(child.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return lines.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
  }

  /// The moment passes unless the child ends by itself, which it must not.
  private void awaitMoment(Process child, int millis) throws Exception {
    assertThat(child.waitFor(millis, TimeUnit.MILLISECONDS))
        .as(() -> "ended by itself: " + stderr())
        .isFalse();
  }

  private String stderr() {
    try {
      return Files.readString(temporary.resolve("stderr.txt"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// The ids of whole lines: a kill may cut the last one short.
  private static List<String> read(Process child, CompletableFuture<Void> answered) {
    StringBuilder text = new StringBuilder();
    byte[] buffer = new byte[8192];
    try (var in = child.getInputStream()) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        text.append(new String(buffer, 0, count, StandardCharsets.US_ASCII));
        if (!answered.isDone() && text.indexOf(SubmitLoop.ACKNOWLEDGED) >= 0) {
          answered.complete(null);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.substring(0, text.lastIndexOf("\n") + 1)
        .lines()
        .filter(line -> line.startsWith(SubmitLoop.ACKNOWLEDGED))
        .map(line -> line.substring(SubmitLoop.ACKNOWLEDGED.length()))
        .toList();
  }

  private static void verify(Path data, List<String> added, Set<String> all, String when) {
    try (Node node = Node.open(SubmitLoop.config(data))) {
      VerifyView clock = node.verifyClock(progress -> {});
      assertThat(clock.problems()).as(when).isEmpty();
      assertThat(clock.ok()).as(when).isTrue();
      Set<String> kept =
          node.runs(RunQuery.all(RunQuery.MAX_LIMIT)).runs().stream()
              .map(RunSummary::id)
              .collect(Collectors.toSet());
      assertThat(kept).as(when).containsAll(all);
      if (!added.isEmpty()) {
        RunDetail last = node.run(added.getLast());
        assertThat(last.source()).as(when).isPresent();
        assertThat(last.tasks()).as(when).hasSize(1);
      }
    }
  }
}
