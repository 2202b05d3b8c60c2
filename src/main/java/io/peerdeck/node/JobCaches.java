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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which caches jobs saved on this node: one small file for each submitter, because nobody's job
/// may find what another's saved. Files of the caches are in the content store. Caches that were
/// fetched from other peers are remembered apart, to be told to nobody and to be dropped in time.
final class JobCaches {
  /// Caches remembered of one submitter; the oldest give way.
  static final int MOST = 1_000;

  private static final Logger LOG = LoggerFactory.getLogger(JobCaches.class);

  /// Caches whose files are still to be dropped.
  private static final int MOST_DROPPED = 100_000;

  private static final String FETCHED = "fetched";
  private static final String DROPPED = "dropped";

  private final Path folder;
  private final InstantSource wall;
  private final JobCacheReads reads = new JobCacheReads();
  private long bytes = -1; // of all that are kept; not counted yet

  /// @param folder made when the first cache is saved
  JobCaches(Path folder, InstantSource wall) {
    this.folder = folder;
    this.wall = wall;
  }

  /// Where jobs found them.
  JobCacheReads reads() {
    return reads;
  }

  /// What is kept, and how often it was found.
  ///
  /// @param gib how much may be kept
  CacheView view(int gib) {
    return reads.view(bytes(), (long) gib << 30);
  }

  /// Bytes of all that are kept.
  synchronized long bytes() {
    if (bytes < 0) {
      bytes = kept().stream().mapToLong(JobCache::bytes).sum();
    }
    return bytes;
  }

  /// Remembers a cache, durably.
  synchronized JobCache add(PeerId submitter, String key, String version, Cid root, long bytes) {
    return add(submitter.toString(), new JobCache(key, version, root, bytes, wall.millis()));
  }

  /// Remembers that the files of another peer's cache are here now.
  synchronized void fetched(Cid root, long bytes) {
    if (all(FETCHED).stream().noneMatch(cache -> cache.root().equals(root))) {
      add(FETCHED, new JobCache("", "", root, bytes, wall.millis()));
    }
  }

  private JobCache add(String owner, JobCache added) {
    List<JobCache> all = new ArrayList<>(all(owner));
    all.add(added);
    int over = Math.max(0, all.size() - MOST);
    drop(all.subList(0, over));
    write(owner, all.subList(over, all.size()));
    return added;
  }

  private void drop(List<JobCache> lost) {
    if (!lost.isEmpty()) {
      List<JobCache> all = new ArrayList<>(all(DROPPED));
      all.addAll(lost);
      write(DROPPED, all.subList(Math.max(0, all.size() - MOST_DROPPED), all.size()));
    }
  }

  /// All caches whose files are here.
  synchronized List<JobCache> kept() {
    return owners().stream().filter(o -> !o.equals(DROPPED)).flatMap(o -> all(o).stream()).toList();
  }

  /// Forgets those saved before a time, then the oldest until the others have at most so many
  /// bytes.
  ///
  /// @return what was forgotten now, or had to give way to others before, to be told again by the
  ///     next call unless [#dropped] is called
  synchronized List<JobCache> forget(Instant before, long mostBytes) {
    List<JobCache> newestFirst = new ArrayList<>(kept());
    newestFirst.sort(Comparator.comparingLong(JobCache::at).reversed());
    Set<JobCache> stay = new HashSet<>();
    long bytes = 0;
    for (JobCache cache : newestFirst) {
      bytes += cache.bytes();
      if (bytes > mostBytes || cache.at() < before.toEpochMilli()) {
        break;
      }
      stay.add(cache);
    }
    for (String owner : owners()) {
      List<JobCache> all = all(owner);
      if (!owner.equals(DROPPED) && !stay.containsAll(all)) {
        drop(all.stream().filter(cache -> !stay.contains(cache)).toList());
        write(owner, all.stream().filter(stay::contains).toList());
      }
    }
    return all(DROPPED);
  }

  /// The files of what was forgotten are gone.
  synchronized void dropped() {
    if (Files.exists(file(DROPPED))) {
      write(DROPPED, List.of());
    }
  }

  private List<String> owners() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.indexOf('.') < 0)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED, "Cannot look into " + folder + ": " + DiskError.why(e), e);
    }
  }

  /// Those of a submitter's caches that any of the keys may stand for, newest first.
  List<JobCache> matching(PeerId submitter, List<String> keys, String version) {
    return all(submitter.toString()).stream()
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

  private synchronized List<JobCache> all(String owner) {
    Path file = file(owner);
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return DagCbor.decode(Files.readAllBytes(file)) instanceof Ipld.Map map
          ? JobCache.read(map.list("caches"), MOST_DROPPED)
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

  private void write(String owner, List<JobCache> caches) {
    bytes = -1;
    Path file = file(owner);
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

  private Path file(String owner) {
    return folder.resolve(owner);
  }
}
