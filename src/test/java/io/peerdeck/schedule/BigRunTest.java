package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.fleet.MemberChange;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.TestFleet.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One run of many tasks on one peer: each entry folds the run again.
@Tag("full")
class BigRunTest {
  @TempDir Path folder;

  @Test
  void aRunOfManyTasksEnds() {
    try (TestFleet fleet = new TestFleet(folder, 1)) {
      Node node = fleet.nodes.getFirst();
      node.fleet.updateSelf(MemberChange.NONE.slots(8));
      Cid run =
          node.scheduler.submit(
              CoordinatorTest.submission(
                  new Submission.Job("build", List.of(), List.of("linux"), 500)));
      Awaitility.await()
          .atMost(Duration.ofMinutes(2))
          .pollInterval(Duration.ofSeconds(1))
          .until(() -> TestFleet.settled(node.state(run)));
      assertThat(node.state(run).tasks()).allMatch(task -> task.attempt() == 1);
    }
  }
}
