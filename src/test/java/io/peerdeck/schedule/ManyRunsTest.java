package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.TestFleet.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node with as many runs as a fleet makes in years.
@Tag("full")
class ManyRunsTest {
  private static final int RUNS = 100_000;

  @TempDir Path folder;

  @Test
  void submittingListingAndClaimingDoNotSlowDown() {
    try (TestFleet fleet = new TestFleet(folder, 1)) {
      Node node = fleet.nodes.getFirst();
      node.behaviour = request -> Optional.empty();
      double few = submitMillis(node);

      List<CompletableFuture<Entry>> appends = new ArrayList<>();
      for (int n = 0; n < RUNS; n++) {
        Submission submission = CoordinatorTest.submission(RunEventTest.job("build"));
        appends.add(node.clock.append(Submission.KIND, Submission.KEY, submission.toBody()));
        if (appends.size() == 1000) {
          appends.forEach(CompletableFuture::join);
          appends.clear();
        }
      }
      Awaitility.await()
          .atMost(Duration.ofMinutes(5))
          .until(() -> node.scheduler.list(RunFilter.all(1)).total() >= RUNS);

      double many = submitMillis(node);

      assertThat(node.scheduler.list(RunFilter.all(100)).runs()).hasSize(100);
      assertThat(node.scheduler.counts().values()).contains(RUNS + 98L); // two have begun
      // generous: the figure itself is the benchmark's business
      assertThat(many).isLessThan(Math.max(50, 10 * few));
    }
  }

  private static double submitMillis(Node node) {
    double[] millis = new double[50];
    for (int n = 0; n < millis.length; n++) {
      long start = System.nanoTime();
      Cid run = node.scheduler.submit(CoordinatorTest.submission(RunEventTest.job("build")));
      millis[n] = (System.nanoTime() - start) / 1e6;
      assertThat(run).isNotNull();
    }
    Arrays.sort(millis);
    return millis[millis.length / 2];
  }
}
