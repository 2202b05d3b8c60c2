package io.peerdeck.schedule;

import io.peerdeck.workflow.LateMatrix;
import io.peerdeck.workflow.WorkflowException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How many tasks a job makes whose matrix rests on results. Every peer counts the same from the
/// sealed results alone.
final class LateTasks {
  private LateTasks() {}

  /// The number of tasks; 1 until all the job needs is sealed, and where the results make no
  /// matrix: the one task then fails and says why.
  ///
  /// @param earlier the tasks folded before, by job
  /// @param room how many tasks the run may still have; where a matrix asks for more, there is the
  ///     one task, which fails
  static int count(Submission.Job job, Map<String, List<TaskState>> earlier, int room) {
    Optional<String> text = job.terms().matrix();
    if (text.isEmpty()) {
      return job.count();
    }
    Map<String, String> results = new LinkedHashMap<>();
    Map<String, Map<String, String>> outputs = new LinkedHashMap<>();
    for (String need : job.needs()) {
      Map<String, String> given = new LinkedHashMap<>();
      Conclusion worst = Conclusion.SUCCESS;
      for (TaskState task : earlier.getOrDefault(need, List.of())) {
        Optional<TaskState.Result> result = task.result();
        if (result.isEmpty() || !task.sealed()) {
          return 1;
        }
        RunEvent.Finished finished = result.get().finished();
        finished
            .outputs()
            .forEach(
                (name, value) -> {
                  if (!value.isEmpty() || !given.containsKey(name)) {
                    given.put(name, value);
                  }
                });
        if (finished.conclusion() != Conclusion.SUCCESS) {
          worst = finished.conclusion();
        }
      }
      results.put(need, worst.text());
      outputs.put(need, given);
    }
    try {
      int count = LateMatrix.parse(text.get()).count(LateMatrix.needs(results, outputs));
      return count <= room ? count : 1;
    } catch (WorkflowException noMatrix) {
      return 1;
    }
  }
}
