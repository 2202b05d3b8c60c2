package io.peerdeck.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The caches of the submitter this job runs for, on whichever peer they were saved. `node` puts
/// the content store behind it.
public interface CachePort {
  /// A saved cache.
  ///
  /// @param key as it was saved
  /// @param cid text of the root CID, a folder with one folder for each area
  /// @param bytes of all its files
  record Entry(String key, String cid, long bytes) {}

  /// Looks for the first of several keys that has a cache: for each the one of exactly that key,
  /// else the newest whose key begins with it.
  ///
  /// @param version what else must be the same: the paths
  Optional<Entry> find(List<String> keys, String version);

  /// Writes a cache's files.
  ///
  /// @param areas folders by the name of an area; what the cache has besides is left out
  /// @throws RuntimeException if it cannot be fetched or verified
  void restore(Entry entry, Map<String, Path> areas);

  /// Stores files under a key, durably.
  ///
  /// @param root folder with the areas below it
  /// @param files regular files, relative to `root`
  /// @throws RuntimeException if they cannot be stored
  Entry save(String key, String version, Path root, List<Path> files);

  /// No caches: nothing is found, nothing is kept.
  static CachePort none() {
    return new CachePort() {
      @Override
      public Optional<Entry> find(List<String> keys, String version) {
        return Optional.empty();
      }

      @Override
      public void restore(Entry entry, Map<String, Path> areas) {
        throw new RunnerException("There is no cache " + entry.key() + " here.");
      }

      @Override
      public Entry save(String key, String version, Path root, List<Path> files) {
        throw new RunnerException("This run has no place for caches.");
      }
    };
  }
}
