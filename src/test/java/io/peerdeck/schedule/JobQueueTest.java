package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.JobQueue.Item;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class JobQueueTest {
  private Instant now = Instant.ofEpochMilli(1_700_000_000_000L);
  private final JobQueue queue = new JobQueue(() -> now);

  private static Item item(int n) {
    return new Item(Cid.of(Cid.RAW, new byte[] {(byte) n}), new TaskKey("build", 0));
  }

  private List<Item> drain() {
    List<Item> items = new ArrayList<>();
    for (Optional<Item> next = queue.extractMin(); next.isPresent(); next = queue.extractMin()) {
      items.add(next.get());
    }
    return items;
  }

  @Test
  void lowerNumbersComeFirstThenTheOrderOfSubmission() {
    queue.insert(item(1), 5, 20, now.toEpochMilli());
    queue.insert(item(2), 5, 10, now.toEpochMilli());
    queue.insert(item(3), 1, 30, now.toEpochMilli());
    queue.insert(item(4), 9, 1, now.toEpochMilli());

    assertThat(drain()).containsExactly(item(3), item(2), item(1), item(4));
  }

  @Test
  void equalSubmissionsComeByTheirCid() {
    List<Item> items = new ArrayList<>();
    for (int n = 0; n < 50; n++) {
      items.add(item(n));
      queue.insert(item(n), 5, 7, now.toEpochMilli());
    }
    items.sort((a, b) -> a.run().compareTo(b.run()));

    assertThat(drain()).isEqualTo(items);
  }

  @Test
  void aWaitingTaskMovesUpOneStepPerTenMinutes() {
    queue.insert(item(1), 7, 1, now.toEpochMilli());
    now = now.plus(Duration.ofMinutes(20));
    queue.insert(item(2), 5, 2, now.toEpochMilli());
    queue.insert(item(3), 4, 3, now.toEpochMilli());

    assertThat(drain()).containsExactly(item(3), item(1), item(2));
  }

  @Test
  void ageingNeverPassesTheFirstPriority() {
    queue.insert(item(1), 9, 2, now.toEpochMilli());
    now = now.plus(Duration.ofDays(2));
    queue.insert(item(2), 1, 1, now.toEpochMilli());

    assertThat(drain()).containsExactly(item(2), item(1));
  }

  @Test
  void aWallClockThatGoesBackHarmsNothing() {
    queue.insert(item(1), 9, 2, now.toEpochMilli());
    now = now.minus(Duration.ofDays(2));
    queue.insert(item(2), 5, 1, now.toEpochMilli());

    assertThat(drain()).containsExactly(item(2), item(1));
  }

  @Test
  void aPriorityChangesEitherWay() {
    queue.insert(item(1), 5, 1, now.toEpochMilli());
    queue.insert(item(2), 5, 2, now.toEpochMilli());
    queue.insert(item(3), 5, 3, now.toEpochMilli());
    assertThat(queue.reprioritise(item(3), 2)).isTrue();
    assertThat(queue.reprioritise(item(1), 8)).isTrue();
    assertThat(queue.reprioritise(item(9), 1)).isFalse();

    assertThat(drain()).containsExactly(item(3), item(2), item(1));
  }

  @Test
  void aTaskWaitsOnceAndCanLeave() {
    assertThat(queue.insert(item(1), 5, 1, 0)).isTrue();
    assertThat(queue.insert(item(1), 1, 1, 0)).isFalse();
    assertThat(queue.remove(item(1))).isTrue();
    assertThat(queue.remove(item(1))).isFalse();
    assertThat(queue.size()).isZero();
    assertThat(queue.extractMin()).isEmpty();
  }

  @Test
  void decreasingToALargerKeyIsRefused() {
    FibonacciQueue<Integer, String> heap = new FibonacciQueue<>();
    heap.insert(3, "a");

    assertThatThrownBy(() -> heap.decreaseKey("a", 4))
        .isInstanceOf(ScheduleException.class)
        .hasMessageContaining("smaller");
  }
}
