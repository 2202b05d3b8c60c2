package io.peerdeck.panel;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunSummary;
import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Very many runs that are made for who reads them, as those of a real node, which are on disk.
final class CrowdedRuns implements StormyNode.Runs {
  private final List<PeerRef> peers = List.of(Script.ref(0), Script.ref(1), Script.ref(2));
  private final int count;

  CrowdedRuns(int count) {
    this.count = count;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public RunStatus before(int place) {
    return RunStatus.values()[place * 7 % RunStatus.values().length];
  }

  @Override
  public int place(String id) {
    return count - 1 - (int) Script.placeOf(id);
  }

  @Override
  public RunSummary in(int place, RunStatus status) {
    int n = count - 1 - place;
    Instant at = Script.NOW.minusSeconds(place + 1L);
    return new RunSummary(
        Script.cid(n),
        "run-" + n,
        "nightly-data.yml",
        List.of("p2p-workflow"),
        status,
        false,
        1 + n % 9,
        peers.get(n % 3),
        at,
        status.finished() ? Optional.of(at.plusSeconds(131)) : Optional.empty(),
        7,
        status.finished() ? 7 : 2,
        status == RunStatus.FAILED ? 1 : 0,
        peers,
        Optional.empty(),
        status == RunStatus.PENDING ? "build waits for a free slot on nuc-1." : "");
  }
}
