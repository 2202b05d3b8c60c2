package io.peerdeck.node;

import io.peerdeck.blob.BlobStats;
import io.peerdeck.blob.BlobStore;
import io.peerdeck.clock.ClockStats;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Cadence;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Reads the caches' counters every two seconds and remembers the last half hour.
final class CacheMeter implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final int KEPT = 900;

  private final BlobStore blobs;
  private final MerkleClock<?> clock;
  private final LongSupplier fetched;
  private final Supplier<CacheView> jobs;
  private final Supplier<Optional<GitHubAccess>> gitHub;
  private final InstantSource wall;
  private final Deque<CacheReading> readings = new ArrayDeque<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /// @param fetched blocks that peers brought since the node started
  /// @param jobs caches of jobs as they are now
  /// @param gitHub its answers, once they can be had
  CacheMeter(
      BlobStore blobs,
      MerkleClock<?> clock,
      LongSupplier fetched,
      Supplier<CacheView> jobs,
      Supplier<Optional<GitHubAccess>> gitHub,
      InstantSource wall) {
    this.gitHub = gitHub;
    this.blobs = blobs;
    this.clock = clock;
    this.fetched = fetched;
    this.jobs = jobs;
    this.wall = wall;
    Thread.ofVirtual().name("cache-meter").start(this::run);
  }

  private void run() {
    try {
      do {
        remember(reading());
      } while (!closed.await(Cadence.rest(wall, EVERY).toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void remember(CacheReading reading) {
    readings.addLast(reading);
    if (readings.size() > KEPT) {
      readings.removeFirst();
    }
  }

  /// What was remembered, oldest first, and as the last one how it is now.
  List<CacheReading> history() {
    List<CacheReading> history;
    synchronized (this) {
      history = new ArrayList<>(readings);
    }
    history.add(reading());
    return history;
  }

  private CacheReading reading() {
    return new CacheReading(wall.instant(), now());
  }

  /// The counters now.
  List<CacheView> now() {
    BlobStats blocks = blobs.stats();
    ClockStats entries = clock.stats();
    return List.of(
        new CacheView(
            "blobs",
            "Blob blocks",
            blocks.hits(),
            blocks.misses(),
            List.of(
                new CacheView.Kind("memory", blocks.hits()),
                new CacheView.Kind("disk", blocks.misses() - blocks.absent()),
                new CacheView.Kind("peer", fetched.getAsLong()),
                new CacheView.Kind("missing", blocks.absent())),
            blocks.cachedBytes(),
            blocks.capacityBytes(),
            "bytes",
            Optional.empty()),
        new CacheView(
            "entries",
            "Clock entries",
            entries.cacheHits(),
            entries.cacheMisses(),
            List.of(
                new CacheView.Kind("memory", entries.cacheHits()),
                new CacheView.Kind("disk", entries.cacheMisses())),
            entries.entries(),
            0,
            "entries",
            Optional.empty()),
        jobs.get(),
        GitHubDesk.cache(gitHub.get()));
  }

  /// Throws [NodeException] when there is no such cache.
  void require(String id) {
    if (now().stream().noneMatch(cache -> cache.id().equals(id))) {
      throw new NodeException(NodeException.Reason.NOT_FOUND, "There is no cache `" + id + "`.");
    }
  }

  /// Drops what a cache keeps in memory but for what is pinned; nothing on disk is touched, but of
  /// GitHub's answers, which are all asked anew.
  void clear(String id) {
    switch (id) {
      case "blobs" -> blobs.clearCache();
      case "entries" -> clock.clearCache();
      case "jobs" ->
          throw new NodeException(
              NodeException.Reason.REFUSED,
              "Job caches lie on disk and go by age and size: set job-cache-days and"
                  + " job-cache-gib.");
      default -> {
        require(id);
        Optional<GitHubAccess> kept = gitHub.get();
        if (kept.isPresent()) {
          kept.get().cache().clear();
          break;
        }
        throw new NodeException(
            NodeException.Reason.REFUSED, "The cache `" + id + "` holds nothing to clear.");
      }
    }
    remember(reading());
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
