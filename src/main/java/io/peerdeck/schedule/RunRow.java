package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A run as lists show it.
///
/// @param ts Unix ms by the submitter's clock
/// @param peers who runs or ran its tasks
/// @param finishedAt Unix ms by the clocks of those who ended it
/// @param place how many unheld runs wait before it, as this node would take them; empty unless it
///     waits itself
/// @param waits why its first waiting task waits, in a sentence; empty text if none does
public record RunRow(
    Cid id,
    String name,
    String file,
    List<String> tags,
    RunStatus status,
    boolean held,
    int priority,
    PeerId submitter,
    long ts,
    OptionalLong finishedAt,
    int tasks,
    int done,
    int failed,
    List<PeerId> peers,
    OptionalInt place,
    String waits) {
  RunRow at(OptionalInt newPlace) {
    return new RunRow(
        id,
        name,
        file,
        tags,
        status,
        held,
        priority,
        submitter,
        ts,
        finishedAt,
        tasks,
        done,
        failed,
        peers,
        newPlace,
        waits);
  }

  /// Copies the lists.
  public RunRow {
    tags = List.copyOf(tags);
    peers = List.copyOf(peers);
  }
}
