/// Reading a GitHub Actions workflow file: YAML with positions, the model, tags, expressions,
/// checks at submit.
///
/// `schedule` asks for a [io.peerdeck.workflow.Plan], `runner` takes a [io.peerdeck.workflow.Job]
/// apart step by step, `node` shows the diagnostics. A file comes in through
/// [io.peerdeck.workflow.WorkflowFile#parse]; what Peerdeck does not run yet is refused there, with
/// file, line and column, and never ignored. GitHub's own checks come first, in its order and
/// words: the `Grammar` says what may stand where, `TemplateCheck` what the shape does not say,
/// `CallLoader` what is wrong with calls. The model is read besides; calls are expanded in it, so
/// that nobody behind this room knows of them. Nothing here knows peers, processes or files on
/// disk: the hashes that `hashFiles` needs come through the port [io.peerdeck.workflow.FileHashes].
@NullMarked
package io.peerdeck.workflow;

import org.jspecify.annotations.NullMarked;
