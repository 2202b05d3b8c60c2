package io.peerdeck.schedule;

import io.peerdeck.workflow.LateMatrix;
import java.util.List;

/// Which combination of the calls around it a task is of. Where a call's combinations have no jobs
/// of their own, the index of a task tells by [LateMatrix#BITS_OF_CALL] bits for each such call,
/// outermost lowest.
final class Combinations {
  private Combinations() {}

  /// Of how many calls around both two tasks must be of the same combination to have to do with
  /// each other.
  static int shared(JobTerms one, JobTerms other) {
    int open = 0;
    List<CallTerms> calls = one.calls();
    for (int i = 0; i < Math.min(calls.size(), other.calls().size()); i++) {
      CallTerms here = calls.get(i);
      CallTerms there = other.calls().get(i);
      if (!here.call().equals(there.call()) || !here.combination().equals(there.combination())) {
        return open;
      }
      open += here.isOpen() ? 1 : 0;
    }
    return open;
  }

  /// Whether two indices are of the same combination of the outer calls.
  static boolean areSame(int calls, int index, int other) {
    return ((index ^ other) & mask(calls)) == 0;
  }

  /// The part of an index that tells the combination of all calls around the job.
  static int of(JobTerms terms, int index) {
    return index & mask(terms.calls().stream().filter(CallTerms::isOpen).count());
  }

  /// The same of the calls around a group's call, and of that itself.
  static int of(JobTerms terms, int index, String call) {
    long around =
        terms.calls().stream()
            .filter(CallTerms::isOpen)
            .filter(open -> open.call().equals(call) || call.startsWith(open.call() + " / "))
            .count();
    return index & mask(around);
  }

  private static int mask(long calls) {
    return (1 << ((int) Math.min(calls, LateMatrix.MOST) * LateMatrix.BITS_OF_CALL)) - 1;
  }
}
