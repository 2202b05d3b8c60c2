package io.peerdeck.node;

import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A run as a list shows it.
///
/// @param id CID text of the submission
/// @param file the workflow file's name
/// @param peers who runs or ran its tasks
/// @param position its place in the queue, from 1, as this node would take the runs that wait;
///     empty unless it waits itself
/// @param waitsFor why nothing happens now, in a sentence; empty text when something does
public record RunSummary(
    String id,
    String name,
    String file,
    List<String> tags,
    RunStatus status,
    boolean held,
    int priority,
    PeerRef submitter,
    Instant submittedAt,
    Optional<Instant> finishedAt,
    int tasks,
    int tasksDone,
    int tasksFailed,
    List<PeerRef> peers,
    Optional<Integer> position,
    String waitsFor) {}
