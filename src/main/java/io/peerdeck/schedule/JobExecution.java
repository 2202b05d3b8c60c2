package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// How a job is run: the port behind which `node` wires the runner. None of its methods waits for
/// the job.
public interface JobExecution {
  /// Whether the task's condition asks for the outcome of its needs (`always()`, `failure()`, …),
  /// so that it is evaluated although one of them did not succeed.
  boolean runsAfterFailure(RunState run, TaskKey task);

  /// Starts a task. The receiver evaluates the job's condition and may report it skipped.
  ///
  /// @param slot hears, from any thread, what becomes of the slot it takes
  /// @param report told once, from any thread, when it has ended; by then the log and artifacts
  ///     named are durable blobs and were offered to the run's keeper
  void start(JobRequest request, Slot slot, Consumer<JobReport> report);

  /// Stops a task's processes; its report follows. Unknown claims are ignored.
  ///
  /// @param why a sentence for its log
  void cancel(Cid claim, String why);

  /// The slot a job takes. Each is told once at most, in this order, and either may be left out.
  interface Slot {
    /// No step of it follows; what they left running is being ended. The next job may be claimed,
    /// which takes about as long, but not begun.
    void ending();

    /// Nothing of it runs any more and only its report is to be made, which may take longer than
    /// the next job needs to begin.
    void left();
  }

  /// What to run.
  ///
  /// @param claim the entry that gives this node the task, the name of the execution
  /// @param attempt of the claim
  /// @param inputs the accepted results it rests on: of its needs, their needs, and so on
  record JobRequest(
      RunState run, TaskKey task, Cid claim, int attempt, List<TaskState.Result> inputs) {
    /// Copies the list.
    public JobRequest {
      inputs = List.copyOf(inputs);
    }
  }

  /// How it ended; the fields are those of `job.finished`.
  record JobReport(
      Conclusion conclusion,
      Map<String, String> outputs,
      Optional<Cid> log,
      long logBytes,
      Optional<Cid> notes,
      List<RunEvent.Finished.Artifact> artifacts,
      List<RunEvent.Finished.Step> steps,
      long millis,
      String message) {
    /// A report without log, steps and artifacts.
    public static JobReport of(Conclusion conclusion, String message) {
      return new JobReport(
          conclusion,
          Map.of(),
          Optional.empty(),
          0,
          Optional.empty(),
          List.of(),
          List.of(),
          0,
          message);
    }

    RunEvent.Finished toEvent(JobRequest request) {
      return new RunEvent.Finished(
          request.claim(),
          request.task(),
          request.attempt(),
          conclusion,
          outputs,
          log,
          logBytes,
          notes,
          artifacts,
          request.inputs().stream().map(TaskState.Result::cid).toList(),
          steps,
          millis,
          message);
    }
  }
}
