package io.peerdeck.github;

import io.peerdeck.multiformats.KeyPair;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/// A model of GitHub and what asks it, at a time that moves when it is told to.
public final class AskedModel implements AutoCloseable {
  /// What caches in memory hold here.
  public static final long ROOM = 1 << 20;

  public final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-03-01T10:00:00Z"));
  public final GitHubModel model;
  public final Partitions partitions = new Partitions(new byte[32]);
  public final RateLimits limits = new RateLimits(now::get);
  public final GitHubClient client;

  /// One whose ETags are what GitHub's are known to be.
  public AskedModel() {
    this(true);
  }

  /// @param observedTags false for ETags nobody can guess
  public AskedModel(boolean observedTags) {
    model = GitHubModel.start(now::get, observedTags);
    client = new GitHubClient(model.base(), partitions, limits, now::get, "peerdeck-test");
  }

  public void later(Duration time) {
    now.updateAndGet(at -> at.plus(time));
  }

  /// What a cache of a member of its own works with; all it keeps of shared endpoints may be told.
  ///
  /// @param own the node's own token
  /// @param shared whether a question is one that members share
  public ResponseCache.Ports ports(FleetShare fleet, Credential own, Predicate<ApiRead> shared) {
    return ports(client, partitions, fleet, own, shared, now::get);
  }

  static ResponseCache.Ports ports(
      Upstream upstream,
      Partitions partitions,
      FleetShare fleet,
      Credential own,
      Predicate<ApiRead> shared,
      java.time.InstantSource wall) {
    return new ResponseCache.Ports(
        upstream,
        partitions,
        KeyPair.generate(new SecureRandom()).peerId(),
        () -> fleet,
        () -> own,
        shared,
        EtagGuess.OBSERVED,
        wall);
  }

  /// One in memory that shares nothing.
  public ResponseCache cache() {
    return cache(ports(FleetShare.ALONE, Credential.anonymous(), read -> false));
  }

  /// One in memory.
  public ResponseCache cache(ResponseCache.Ports ports) {
    return ResponseCache.inMemory(ports, FreshnessRules.standard(), ROOM);
  }

  /// One on disk that shares nothing.
  public ResponseCache cache(Path folder, long memory, long disk) {
    return ResponseCache.open(
        ports(FleetShare.ALONE, Credential.anonymous(), read -> false),
        FreshnessRules.standard(),
        memory,
        folder,
        disk);
  }

  @Override
  public void close() {
    client.close();
    model.close();
  }
}
