package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.TaskState;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads the notes of results: at once where their blob is held, else once it has been fetched.
final class NotesReading {
  private static final Logger LOG = LoggerFactory.getLogger(NotesReading.class);
  private static final long REMEMBERED_CHARS = 8 << 20;
  private static final int OVERHEAD = 200;

  private final NodeRooms rooms;
  private final Cache<Cid, JobNotes> read =
      Caffeine.newBuilder()
          .maximumWeight(REMEMBERED_CHARS)
          .weigher((Cid cid, JobNotes notes) -> weight(notes))
          .build();

  NotesReading(NodeRooms rooms) {
    this.rooms = rooms;
  }

  private static int weight(JobNotes notes) {
    return OVERHEAD
        + notes.summary().length()
        + notes.annotations().stream().mapToInt(a -> OVERHEAD + a.message().length()).sum();
  }

  /// The notes of a result for a list. Those not held here are asked for, and the run is told as
  /// changed when they have come.
  JobNotes of(Cid run, Optional<PeerId> author, RunEvent.Finished finished) {
    Optional<Cid> blob = finished.notes();
    if (blob.isEmpty()) {
      return JobNotes.NONE;
    }
    JobNotes known = read.getIfPresent(blob.get());
    if (known != null) {
      return known;
    }
    if (rooms.traffic.held(blob.get())) {
      return parse(blob.get());
    }
    rooms.traffic.want(
        blob.get(),
        author.stream().toList(),
        () -> rooms.changes.add(new Change.Run(run.toString())));
    return JobNotes.NONE;
  }

  /// The notes of a result, fetched now. Throws [NodeException] when nobody has them.
  JobNotes fetch(TaskState.Result result) {
    Optional<Cid> blob = result.finished().notes();
    if (blob.isEmpty()) {
      return JobNotes.NONE;
    }
    rooms.traffic.fetch(blob.get(), List.of(result.peer()));
    return parse(blob.get());
  }

  /// Notes nobody can read say nothing, like an entry of an unknown form.
  private JobNotes parse(Cid blob) {
    JobNotes notes;
    try {
      notes = JobNotes.parse(rooms.files.readFile(blob, JobNotes.MAX_BYTES));
    } catch (PeerdeckException e) {
      LOG.warn("The notes {} cannot be read: {}", blob, e.getMessage());
      notes = JobNotes.NONE;
    }
    read.put(blob, notes);
    return notes;
  }
}
