package io.peerdeck.github;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Who asks what another is asking already waits for that one's answer.
///
/// @param <K> what is asked
/// @param <V> what comes of it
final class Flights<K, V> {
  private final ConcurrentMap<K, CompletableFuture<V>> running = new ConcurrentHashMap<>();

  /// Asks, or waits for who does.
  ///
  /// @throws GitHubException what the asking threw, or that it took too long
  V join(K key, Duration deadline, Supplier<V> ask) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> first = running.putIfAbsent(key, mine);
    if (first != null) {
      return await(first, deadline);
    }
    try {
      V value = ask.get();
      running.remove(key, mine);
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      running.remove(key, mine);
      mine.completeExceptionally(e);
      throw e;
    }
  }

  private static <V> V await(CompletableFuture<V> first, Duration deadline) {
    try {
      return first.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GitHubException refused) {
        throw refused;
      }
      throw new GitHubException("the answer could not be had: " + e.getCause(), e);
    } catch (TimeoutException e) {
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE, "no answer within " + deadline.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitHubException(
          GitHubException.Reason.UNREACHABLE, "interrupted while waiting for an answer", e);
    }
  }
}
