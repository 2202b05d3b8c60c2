package io.peerdeck.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A built-in action at work on a virtual thread, so that the job's thread can keep an eye on
/// cancel and time. What the action waits for (disk, other peers) is made to return by an
/// interrupt.
final class ActionThread {
  private static final long LOOK_MILLIS = 50;

  private final CompletableFuture<Optional<String>> end = new CompletableFuture<>();
  private final Thread thread;

  ActionThread(Runnable action) {
    thread =
        Thread.startVirtualThread(
            () -> {
              try {
                action.run();
                end.complete(Optional.empty());
              } catch (RuntimeException e) {
                end.complete(Optional.of(told(e)));
              } catch (Throwable t) {
                end.completeExceptionally(t);
                throw t;
              }
            });
  }

  /// The message where the program itself made the exception; the JDK's do not explain themselves.
  private static String told(RuntimeException e) {
    final String message = e.getMessage();
    return message == null || message.isBlank() || e.getClass().getName().startsWith("java.")
        ? "The action failed: " + e
        : message;
  }

  /// Waits until the action is over, or had to be given up.
  ///
  /// @param patience how long an interrupted action may take to end
  /// @return why it was interrupted, or NONE
  JobDeadlines.Cause await(JobDeadlines.StepDeadline deadline, Duration patience) {
    JobDeadlines.Cause cause = JobDeadlines.Cause.NONE;
    long giveUp = 0;
    while (!look()) {
      final long now = System.nanoTime();
      if (cause == JobDeadlines.Cause.NONE) {
        cause = deadline.cause();
        if (cause != JobDeadlines.Cause.NONE) {
          thread.interrupt();
          giveUp = now + patience.toNanos();
        }
      } else if (now - giveUp >= 0) {
        break;
      }
    }
    return cause;
  }

  private boolean look() {
    try {
      final Optional<String> ignored = end.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a job's thread", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /// Whether the action has ended; if not, its result must not be touched.
  boolean isOver() {
    return end.isDone();
  }

  /// Why it failed; empty if it succeeded.
  Optional<String> failure() {
    return end.join();
  }
}
