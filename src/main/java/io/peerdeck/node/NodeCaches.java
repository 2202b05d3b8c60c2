package io.peerdeck.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What a [Node] keeps and moves: its caches, what it reads of GitHub, and transfers.
public interface NodeCaches {
  /// Hit rates and sizes of the caches as they are now.
  List<CacheView> caches();

  /// The same over the last half hour at most, every two seconds, oldest first; the last is now.
  List<CacheReading> cacheHistory();

  /// What a cache keeps in memory, by its id: pinned things first, then those it would drop last;
  /// at most 1,000.
  List<CacheEntryView> cacheEntries(String id, int limit);

  /// Keeps a thing in the memory of a cache until it is unpinned, after a restart as well, or lets
  /// it go. Only the cache `blobs` can; nothing on disk is touched.
  void pinCached(String id, String key, boolean on);

  /// Drops what a cache keeps in memory, by its id, but for what is pinned. Nothing on disk is
  /// touched, but of `github`, whose answers are all asked anew.
  void clearCache(String id);

  /// How this node stands with GitHub's API: what it spent and spared, and what is left.
  GitHubView gitHub();

  /// Reads from GitHub's API by this node's own token, or without one where it has none; from what
  /// is kept, where that is fresh.
  ///
  /// @param path and query, `/repos/owner/name/actions/runs?per_page=5`
  /// @param freshFor how old the answer may be; empty for what the rules say
  /// @param own whether only what GitHub told this node itself will do
  GitHubAnswerView gitHub(String path, Optional<Duration> freshFor, boolean own);

  /// Blobs moving now, and the last hundred that ended, newest first.
  List<TransferView> transfers();

  /// Ends a running transfer. What has arrived stays; a blob on its way here is not asked for again
  /// by itself.
  void cancelTransfer(String id);

  /// Moves the blob of a transfer that failed or was cancelled once more, in the background, as a
  /// transfer of its own.
  void retryTransfer(String id);

  /// The watched repositories and the runs that wait there, from memory. Told anew as
  /// [Change.Status].
  WatchView watched();

  /// Looks at them now. Throws [NodeException] where none is watched.
  WatchView lookAtGitHub();

  /// Reads the folder the earlier system kept GitHub's answers in; what can be checked is believed
  /// no further, and asked anew. Throws [NodeException] where it cannot be read.
  ///
  /// @param ask whether to ask GitHub the same now
  EarlierView earlierAnswers(Path folder, boolean ask);
}
