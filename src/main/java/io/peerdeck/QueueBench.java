package io.peerdeck;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.JobQueue;
import io.peerdeck.schedule.TaskKey;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jheaps.tree.FibonacciHeap;

/// How fast tasks go through the queue: all in, then all out in order.
final class QueueBench {
  private static final int TASKS = 100_000;
  private static final int ROUNDS = 7;
  private static final double TARGET_PAIRS_PER_SECOND = 200_000;

  private final InstantSource wall;

  QueueBench(InstantSource wall) {
    this.wall = wall;
  }

  /// `queue.insertExtract@100000`: pairs of insert and extract-min per second, the best of seven,
  /// beside the bare heap with numbers for keys in the same run.
  List<Figure> run() {
    List<JobQueue.Item> items = new ArrayList<>(TASKS);
    for (int i = 0; i < TASKS; i++) {
      byte[] block = ByteBuffer.allocate(4).putInt(i).array();
      items.add(new JobQueue.Item(Cid.of(Cid.RAW, block), new TaskKey("build", i % 4)));
    }
    double best = 0;
    double bare = 0;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.max(best, TASKS / seconds(items, new Random(round)));
      bare = Math.max(bare, TASKS / bareSeconds(new Random(round)));
    }
    return List.of(
        new Figure("queue.insertExtract@" + TASKS, best, "pairs/s", TARGET_PAIRS_PER_SECOND, null));
  }

  private double seconds(List<JobQueue.Item> items, Random random) {
    JobQueue queue = new JobQueue(wall);
    long since = wall.millis();
    long start = System.nanoTime();
    for (int i = 0; i < items.size(); i++) {
      queue.insert(items.get(i), 1 + random.nextInt(9), random.nextInt(TASKS), since);
    }
    int out = 0;
    while (queue.extractMin().isPresent()) {
      out++;
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (out != items.size()) {
      throw new IllegalStateException("the queue lost " + (items.size() - out) + " tasks");
    }
    return seconds;
  }

  private static double bareSeconds(Random random) {
    FibonacciHeap<Long, Integer> heap = new FibonacciHeap<>();
    long start = System.nanoTime();
    for (int i = 0; i < TASKS; i++) {
      heap.insert(random.nextLong(), i);
    }
    while (!heap.isEmpty()) {
      heap.deleteMin();
    }
    return (System.nanoTime() - start) / 1e9;
  }
}
