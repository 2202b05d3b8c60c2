package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// What was placed in the graph since the last commit began: it reaches the disk as one work, or
/// not at all.
final class Batch {
  final List<StoredEntry> entries = new ArrayList<>();
  final List<DagNode> nodes = new ArrayList<>();
  final List<View> views = new ArrayList<>();
  final Set<Integer> branches = new HashSet<>();
  final List<Fork> forks = new ArrayList<>();
  final List<Waiter<?>> waiters = new ArrayList<>();
  final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  Optional<Cid> newFleet = Optional.empty();

  boolean isEmpty() {
    return nodes.isEmpty() && newFleet.isEmpty();
  }

  /// Tells `future` of `value` once the batch is on disk.
  <T> void tell(CompletableFuture<T> future, T value) {
    waiters.add(new Waiter<>(future, value));
  }

  /// Tells all. The dependents of one run on this thread, when all others have been told; those of
  /// each other one get a thread of their own: one may wait for another of this batch.
  void committed() {
    done.complete(null);
    Waiter<?> last = null;
    for (Waiter<?> waiter : waiters) {
      if (waiter.future.getNumberOfDependents() == 0) {
        waiter.settle();
      } else {
        if (last != null) {
          Thread.startVirtualThread(last::settle);
        }
        last = waiter;
      }
    }
    if (last != null) {
      last.settle();
    }
  }

  void failed(Throwable why) {
    waiters.forEach(
        waiter -> Thread.startVirtualThread(() -> waiter.future.completeExceptionally(why)));
    done.completeExceptionally(why);
  }

  /// A caller waiting for the commit.
  private record Waiter<T>(CompletableFuture<T> future, T value) {
    void settle() {
      future.complete(value);
    }
  }
}
