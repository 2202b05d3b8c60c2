package io.peerdeck.schedule;

import java.util.Comparator;

/// One task of a run: a job, or one instance of a matrix job.
///
/// @param job the job's id in the workflow file
/// @param index the matrix instance, 0 where there is no matrix
public record TaskKey(String job, int index) implements Comparable<TaskKey> {
  private static final Comparator<TaskKey> ORDER =
      Comparator.comparing(TaskKey::job).thenComparingInt(TaskKey::index);

  @Override
  public int compareTo(TaskKey other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return index == 0 ? job : job + ":" + index;
  }
}
