package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A source as it is called: one call at a time, each on a thread of its own with a deadline, so
/// that a source that hangs keeps only itself from being called again.
final class SourceLine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceLine.class);
  private static final Duration END = Duration.ofSeconds(5);

  private final DiscoverySource source;
  private final Duration deadline;
  private final Semaphore free = new Semaphore(1);

  SourceLine(DiscoverySource source, Duration deadline) {
    this.source = source;
    this.deadline = deadline;
  }

  DiscoverySource source() {
    return source;
  }

  String name() {
    return source.name();
  }

  /// Calls the source and waits for it.
  ///
  /// @throws DiscoveryException if it fails, is late, or still works on an earlier call
  <T> T call(Callable<T> what) throws InterruptedException {
    if (!free.tryAcquire(deadline.toNanos(), TimeUnit.NANOSECONDS)) {
      throw new DiscoveryException("the source still works on an earlier question");
    }
    FutureTask<T> task = new FutureTask<>(what);
    Thread.ofVirtual()
        .name("discovery-" + name())
        .start(
            () -> {
              try {
                task.run();
              } finally {
                free.release();
              }
            });
    try {
      return task.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException late) {
      task.cancel(true);
      throw new DiscoveryException(
          "the source did not answer within " + deadline.toMillis() + " ms", late);
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    } catch (ExecutionException failed) {
      Throwable cause = Objects.requireNonNull(failed.getCause());
      throw new DiscoveryException(
          cause instanceof PeerdeckException
              ? String.valueOf(cause.getMessage())
              : String.valueOf(cause),
          cause);
    }
  }

  /// Ends the source and waits for the call it is in.
  @Override
  public void close() {
    source.close();
    try {
      if (!free.tryAcquire(END.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("the source {} did not end within {} s", name(), END.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
