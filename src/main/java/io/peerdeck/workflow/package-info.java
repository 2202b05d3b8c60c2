/// Reading a GitHub Actions workflow file: YAML with positions, the model, tags, expressions,
/// checks at submit.
///
/// `schedule` asks for a [io.peerdeck.workflow.Plan], `runner` takes a [io.peerdeck.workflow.Job]
/// apart step by step, `node` shows the diagnostics. A file comes in through
/// [io.peerdeck.workflow.WorkflowFile#parse]; what Peerdeck does not run yet is refused there, with
/// file, line and column, and never ignored. Nothing here knows peers, processes or files on disk:
/// the hashes that `hashFiles` needs come through the port [io.peerdeck.workflow.FileHashes].
@NullMarked
package io.peerdeck.workflow;

import org.jspecify.annotations.NullMarked;
