package io.peerdeck.node;

import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.Position;
import io.peerdeck.workflow.RunStep;
import io.peerdeck.workflow.ScriptText;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.Template;
import io.peerdeck.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/// Warns, before anything is submitted, of scripts into whose text another job's result is put: a
/// command in it would run.
final class SubmittedScripts {
  private SubmittedScripts() {}

  static List<SubmitPreview.Problem> problems(Workflow workflow) {
    List<SubmitPreview.Problem> problems = new ArrayList<>();
    for (Job job : workflow.jobs().values()) {
      for (Step step : job.steps()) {
        if (step instanceof RunStep run) {
          for (Template.Embedded part : ScriptText.ofNeeds(run.script())) {
            Position at = part.position();
            problems.add(
                new SubmitPreview.Problem(
                    at.line(),
                    at.column(),
                    false,
                    "Another job's output is put into the text of this script, where a command in"
                        + " it would run: give it to the step by `env` and write \"$NAME\". A peer"
                        + " without a sandbox takes only plain words here."));
          }
        }
      }
    }
    return problems;
  }
}
