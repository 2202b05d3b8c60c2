package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.Submission;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What blobs are to people, as far as the entries of lately seen runs tell.
final class BlobNames {
  private static final Logger LOG = LoggerFactory.getLogger(BlobNames.class);
  private static final int REMEMBERED = 10_000;

  private final Cache<Cid, String> names = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  void learn(List<Entry> entries) {
    for (Entry entry : entries) {
      try {
        RunEvent.parse(entry.kind(), entry.body()).ifPresent(event -> learn(entry, event));
      } catch (PeerdeckException e) {
        LOG.debug("entry {} names nothing: {}", entry.cid(), e.getMessage());
      }
    }
  }

  private void learn(Entry entry, RunEvent event) {
    if (event instanceof Submission submission) {
      names.put(submission.workflow(), submission.file());
      submission
          .snapshot()
          .ifPresent(cid -> names.put(cid, "Workspace of " + submission.name(entry.cid())));
    } else if (event instanceof RunEvent.Finished finished) {
      finished.log().ifPresent(cid -> names.put(cid, "Log of " + finished.task()));
      finished.notes().ifPresent(cid -> names.put(cid, "Notes of " + finished.task()));
      finished.artifacts().forEach(artifact -> names.put(artifact.cid(), artifact.name()));
    }
  }

  Optional<String> of(Cid blob) {
    return Optional.ofNullable(names.getIfPresent(blob));
  }
}
