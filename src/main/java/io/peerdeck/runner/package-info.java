/// Runs one job of a workflow by real processes: shells, command files, workflow commands, logs,
/// artifacts, built-in actions. [JobRunner] is the door: `node` calls it with a [JobRequest], on a
/// platform thread, and gets a [JobOutcome]; while the job runs its lines go to a [LogSink], as a
/// rule a [LogSpool] file. What the room needs from outside (the workspace snapshot, the artifacts
/// of the run) comes through the ports [SnapshotSource] and [ArtifactPort]. The room knows one job
/// and an empty environment; it knows no peers and no ranking.
@NullMarked
package io.peerdeck.runner;

import org.jspecify.annotations.NullMarked;
