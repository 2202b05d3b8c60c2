package io.peerdeck.node;

import io.peerdeck.blob.UnixFs;
import io.peerdeck.blob.UnixFsEntry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.runner.CachePort;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The caches of one submitter: those saved here, and those that trusted members say they have.
final class RunCaches implements CachePort {
  private static final Logger LOG = LoggerFactory.getLogger(RunCaches.class);

  private final PeerId submitter;
  private final JobCaches own;
  private final Members members;
  private final UnixFs files;
  private final BiConsumer<Cid, PeerId> fetch;
  private final Map<Entry, PeerId> holders = new ConcurrentHashMap<>();

  /// The other members, as far as this node trusts what they made.
  interface Members {
    /// Those that can be asked now.
    List<PeerId> trusted();

    /// What one of them has.
    List<JobCache> ask(PeerId peer, PeerId submitter, List<String> keys, String version);
  }

  private record Found(JobCache cache, PeerId holder) {}

  /// @param fetch makes all blocks below a root held here, asking the given peer first, or throws
  RunCaches(
      PeerId submitter,
      JobCaches own,
      Members members,
      UnixFs files,
      BiConsumer<Cid, PeerId> fetch) {
    this.submitter = submitter;
    this.own = own;
    this.members = members;
    this.files = files;
    this.fetch = fetch;
  }

  @Override
  public Optional<Entry> find(List<String> keys, String version) {
    List<Found> found = new ArrayList<>();
    own.matching(submitter, keys, version).forEach(cache -> found.add(new Found(cache, submitter)));
    boolean exact = found.stream().anyMatch(one -> one.cache().key().equals(keys.getFirst()));
    if (!exact) {
      found.addAll(elsewhere(keys, version));
    }
    Optional<Found> best = JobCaches.best(keys, found, Found::cache);
    count(best);
    return best.map(
        one -> {
          Entry entry =
              new Entry(one.cache().key(), one.cache().root().toString(), one.cache().bytes());
          holders.put(entry, one.holder());
          return entry;
        });
  }

  private void count(Optional<Found> best) {
    if (best.isEmpty()) {
      own.reads().missing();
    } else if (best.get().holder().equals(submitter)) {
      own.reads().here();
    } else {
      own.reads().elsewhere();
    }
  }

  private List<Found> elsewhere(List<String> keys, String version) {
    List<Found> found = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Found>>> answers = new ArrayList<>();
      for (PeerId peer : members.trusted()) {
        answers.add(threads.submit(() -> ask(peer, keys, version)));
      }
      answers.forEach(answer -> found.addAll(answered(answer)));
    }
    return found;
  }

  private static List<Found> answered(Future<List<Found>> answer) {
    try {
      return answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(
          NodeException.Reason.REFUSED, "The search for caches was interrupted.", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  private List<Found> ask(PeerId peer, List<String> keys, String version) {
    try {
      return members.ask(peer, submitter, keys, version).stream()
          .map(cache -> new Found(cache, peer))
          .toList();
    } catch (PeerdeckException e) {
      LOG.debug("{} did not say what caches it has: {}", peer, e.getMessage());
      return List.of();
    }
  }

  @Override
  public void restore(Entry entry, Map<String, Path> areas) {
    Cid root = Cid.parse(entry.cid());
    PeerId holder = holders.getOrDefault(entry, submitter);
    fetch.accept(root, holder);
    if (!holder.equals(submitter)) {
      own.fetched(root, files.size(root)); // what others say of its size is not relied on
    }
    for (UnixFsEntry area : files.list(root)) {
      Path target = areas.get(area.path());
      if (target != null && area.kind() == UnixFsEntry.Kind.FOLDER) {
        files.exportFolder(area.cid(), target);
      }
    }
  }

  @Override
  public Entry save(String key, String version, Path root, List<Path> paths) {
    Cid cid = files.importFiles(root, paths);
    JobCache saved = own.add(submitter, key, version, cid, files.size(cid));
    return new Entry(saved.key(), cid.toString(), saved.bytes());
  }
}
