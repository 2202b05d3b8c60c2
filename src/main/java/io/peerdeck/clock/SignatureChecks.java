package io.peerdeck.clock;

import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Two threads for the costly part of admission and verification, with a bounded queue: a full one
/// makes the caller help.
final class SignatureChecks implements AutoCloseable {
  static final int THREADS = 2;
  private static final int SLICE = 64;

  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(64),
          Thread.ofPlatform().daemon().name("clock-check-", 0).factory(),
          new ThreadPoolExecutor.CallerRunsPolicy());

  SignatureChecks() {
    threads.allowCoreThreadTimeOut(true);
  }

  /// Starts `check` on all items, in slices.
  <T> List<Future<?>> start(List<T> items, Consumer<T> check) {
    List<List<T>> slices =
        java.util.stream.IntStream.iterate(0, at -> at < items.size(), at -> at + SLICE)
            .mapToObj(at -> items.subList(at, Math.min(items.size(), at + SLICE)))
            .toList();
    return slices.stream()
        .<Future<?>>map(slice -> threads.submit(() -> slice.forEach(check)))
        .toList();
  }

  static void await(List<Future<?>> started) {
    try {
      for (Future<?> slice : started) {
        slice.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ClockException("interrupted while checking signatures", e);
    } catch (ExecutionException e) {
      throw new ClockException("checking signatures failed: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
