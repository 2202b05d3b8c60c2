package io.peerdeck.node;

import io.peerdeck.blob.BlobException;
import io.peerdeck.blob.CachedBlock;
import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What single things the caches keep, and which of them stay.
final class CacheDesk {
  private static final int MOST = 1000;
  private static final String BLOBS = "blobs";
  private static final String JOBS = "jobs";
  private static final String ENTRIES = "entries";

  private final NodeRooms rooms;
  private final PeerNames names;
  private final BlobNames blobNames;
  private final GitHubDesk gitHub;

  CacheDesk(NodeRooms rooms, PeerNames names, BlobNames blobNames, GitHubDesk gitHub) {
    this.gitHub = gitHub;
    this.rooms = rooms;
    this.names = names;
    this.blobNames = blobNames;
  }

  List<CacheEntryView> entries(String id, int limit) {
    int most = Math.clamp(limit, 1, MOST);
    return switch (id) {
      case BLOBS -> rooms.blobs.hottest(most).stream().map(this::view).toList();
      case ENTRIES -> rooms.clock.hottest(most).stream().map(this::view).toList();
      case JOBS ->
          rooms.jobCaches.kept().stream()
              .sorted(Comparator.comparingLong(JobCache::at).reversed())
              .limit(most)
              .map(this::view)
              .toList();
      default -> {
        rooms.caches.require(id);
        yield gitHub.entries(most);
      }
    };
  }

  private CacheEntryView view(JobCache cache) {
    return new CacheEntryView(
        cache.root().toString(),
        Optional.of(cache.key()).filter(key -> !key.isEmpty()),
        cache.bytes(),
        false,
        "Goes "
            + rooms.settings.jobs().cacheDays()
            + " days after it came, or when there is no room.",
        cache.key().isEmpty()
            ? "Fetched from another peer for a job."
            : "Made by a job on this machine.");
  }

  private CacheEntryView view(CachedBlock block) {
    return new CacheEntryView(
        block.cid().toString(),
        blobNames.of(block.cid()),
        block.bytes(),
        block.pinned(),
        "Never gets old: its name is its hash.",
        "Checked against its name when it was read.");
  }

  private CacheEntryView view(Entry entry) {
    return new CacheEntryView(
        entry.cid().toString(),
        Optional.of(entry.kind() + " of " + names.name(entry.author())),
        entry.block().length,
        false,
        "Never gets old: entries do not change.",
        "Signed by " + names.name(entry.author()) + ", checked when it came.");
  }

  void pin(String id, String key, boolean on) {
    rooms.caches.require(id);
    if (!id.equals(BLOBS)) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "Only blob blocks can be pinned; what the cache `" + id + "` drops is read again.");
    }
    Cid cid = cid(key);
    if (on) {
      try {
        rooms.blobs.pin(cid);
      } catch (BlobException e) {
        throw new NodeException(
            NodeException.Reason.REFUSED, "Not pinned: " + e.getMessage() + ".", e);
      }
    } else if (!rooms.blobs.unpin(cid)) {
      throw new NodeException(NodeException.Reason.REFUSED, "Block " + cid + " is not pinned.");
    }
    rooms.changes.add(new Change.Blobs());
  }

  private static Cid cid(String key) {
    try {
      return Cid.parse(key);
    } catch (MultiformatException e) {
      throw new NodeException(NodeException.Reason.INVALID, "`" + key + "` is no CID.", e);
    }
  }
}
