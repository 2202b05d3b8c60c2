package io.peerdeck.node;

import io.peerdeck.workflow.ActionFile;
import io.peerdeck.workflow.ActionReference;
import io.peerdeck.workflow.ActionRuns;
import io.peerdeck.workflow.Diagnostic;
import io.peerdeck.workflow.Position;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.UsesStep;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Looks, before anything is submitted, into the actions of the workspace that a workflow's steps
/// use: what cannot run there is told at the step's place.
final class SubmittedActions {
  private static final int MAX_BYTES = 1 << 20;

  private final WorkspaceFiles files;
  private final Set<Path> held;
  private final List<SubmitPreview.Problem> problems = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private SubmittedActions(WorkspaceFiles files) {
    this.files = files;
    this.held = Set.copyOf(files.files());
  }

  /// All that speaks against the actions.
  ///
  /// @param files of the snapshot
  static List<SubmitPreview.Problem> problems(Workflow workflow, WorkspaceFiles files) {
    SubmittedActions actions = new SubmittedActions(files);
    workflow.jobs().values().forEach(job -> job.steps().forEach(step -> actions.step(step)));
    return actions.problems;
  }

  private void step(Step step) {
    if (step instanceof UsesStep uses && uses.action() instanceof ActionReference.Local local) {
      seen.clear();
      local(local.path(), step.position());
    }
  }

  private void local(String path, Position at) {
    if (!seen.add(path)) {
      return; // an action that uses itself ends at the depth the runner allows
    }
    Path folder = Path.of(path).normalize();
    Optional<Path> file =
        ActionFile.NAMES.stream().map(folder::resolve).filter(held::contains).findFirst();
    if (file.isEmpty()) {
      missing(path, folder, at);
      return;
    }
    try {
      ActionFile action = ActionFile.parse(file.get().toString(), bytes(file.get()));
      if (action.runs() instanceof ActionRuns.Composite composite) {
        for (Step inner : composite.steps()) {
          if (inner instanceof UsesStep uses
              && uses.action() instanceof ActionReference.Local next) {
            local(next.path(), at);
          }
        }
      }
    } catch (WorkflowException e) {
      for (Diagnostic found : e.diagnostics()) {
        add(at, true, "The action '" + path + "' cannot run: " + found);
      }
    } catch (IOException e) {
      add(at, true, "The action '" + path + "' cannot be read: " + DiskError.why(e));
    }
  }

  /// A step before may still make it, so this is no refusal, except of what is known not to run.
  private void missing(String path, Path folder, Position at) {
    if (held.contains(folder.resolve("Dockerfile"))) {
      add(
          at,
          true,
          "'"
              + path
              + "' is a Docker action, which do not run on a peer; do the same in a run step");
    } else {
      add(
          at,
          false,
          "Can't find 'action.yml' or 'action.yaml' under '"
              + path
              + "' in the snapshot; the step fails unless one before it makes it");
    }
  }

  private byte[] bytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(files.root().resolve(file))) {
      return in.readNBytes(MAX_BYTES + 1);
    }
  }

  private void add(Position at, boolean error, String message) {
    problems.add(new SubmitPreview.Problem(at.line(), at.column(), error, message));
  }
}
