package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which caches jobs saved on this node: one small file for each submitter, because nobody's job
/// may find what another's saved. Files of the caches are in the content store.
final class JobCaches {
  /// Caches remembered of one submitter; the oldest give way.
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(JobCaches.class);

  private final Path folder;
  private final InstantSource wall;

  /// @param folder made when the first cache is saved
  JobCaches(Path folder, InstantSource wall) {
    this.folder = folder;
    this.wall = wall;
  }

  /// Remembers a cache, durably.
  synchronized JobCache add(PeerId submitter, String key, String version, Cid root, long bytes) {
    JobCache added = new JobCache(key, version, root, bytes, wall.millis());
    List<JobCache> all = new ArrayList<>(all(submitter));
    all.add(added);
    write(submitter, all.subList(Math.max(0, all.size() - MOST), all.size()));
    return added;
  }

  /// Those of a submitter's caches that any of the keys may stand for, newest first.
  List<JobCache> matching(PeerId submitter, List<String> keys, String version) {
    return all(submitter).stream()
        .filter(cache -> cache.version().equals(version))
        .filter(cache -> keys.stream().anyMatch(cache.key()::startsWith))
        .sorted(Comparator.comparingLong(JobCache::at).reversed())
        .toList();
  }

  /// The first key's exact match, else its newest match by prefix; then the next key's.
  static <T> Optional<T> best(List<String> keys, List<T> found, Function<T, JobCache> cache) {
    for (String key : keys) {
      Comparator<T> newest = Comparator.comparingLong(one -> cache.apply(one).at());
      Optional<T> match =
          found.stream()
              .filter(one -> cache.apply(one).key().equals(key))
              .max(newest)
              .or(
                  () ->
                      found.stream()
                          .filter(one -> cache.apply(one).key().startsWith(key))
                          .max(newest));
      if (match.isPresent()) {
        return match;
      }
    }
    return Optional.empty();
  }

  private synchronized List<JobCache> all(PeerId submitter) {
    Path file = file(submitter);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return DagCbor.decode(Files.readAllBytes(file)) instanceof Ipld.Map map
          ? JobCache.read(map.list("caches"), MOST)
          : List.of();
    } catch (IOException | MultiformatException e) {
      // A cache is never needed; what cannot be read is kept aside, and made anew.
      LOG.warn("{} cannot be read and is put aside: {}", file, e.getMessage());
      aside(file);
      return List.of();
    }
  }

  private static void aside(Path file) {
    try {
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".unreadable"),
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOG.warn("{} cannot be put aside: {}", file, DiskError.why(e));
    }
  }

  private void write(PeerId submitter, List<JobCache> caches) {
    Path file = file(submitter);
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.createDirectories(folder);
      Files.write(
          temporary,
          DagCbor.encode(
              Ipld.map().put("caches", caches.stream().map(JobCache::toIpld).toList()).build()));
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "The cache cannot be remembered in " + file + ": " + DiskError.why(e) + ".",
          e);
    }
  }

  private Path file(PeerId submitter) {
    return folder.resolve(submitter.toString());
  }
}
