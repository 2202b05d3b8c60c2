package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Runs jobs, one call each, any number at a time.
public final class JobRunner {
  // Above what real programs ask of message queues, below the kernel's default of 819,200.
  private static final int LIMIT_FROM = 500_000;
  private static final int LIMIT_TO = 819_200;

  private final RunnerSetup setup;

  /// @param setup what is the same for all jobs
  public JobRunner(RunnerSetup setup) {
    this.setup = setup;
  }

  /// Runs a job's steps in order and returns when all its processes are gone. The job's `needs` and
  /// `if` are the caller's business ([JobConditions]). A job that fails, for whatever reason, is an
  /// outcome and no exception.
  ///
  /// Called on a platform thread, because the job waits in the kernel. It is ended by its token,
  /// not by an interrupt.
  ///
  /// @param sink called on the same thread
  /// @param token ends the job from outside
  public JobOutcome run(JobRequest request, LogSink sink, CancelToken token) {
    return run(request, Optional.empty(), sink, token);
  }

  /// The same, in a sandbox that was made before.
  ///
  /// @param ready of the request's folder and isolation; ended with the job, closed by the caller
  public JobOutcome run(
      JobRequest request, Optional<ReadySandbox> ready, LogSink sink, CancelToken token) {
    final ProcessMark mark = ready.map(ReadySandbox::mark).orElseGet(this::mark);
    try (JobSession session = new JobSession(request, setup, mark, ready, sink, token)) {
      return session.run();
    } catch (PeerdeckException e) {
      return refused(sink, String.valueOf(e.getMessage()));
    }
  }

  /// Makes the sandbox of a job that may come, on the thread that is to run it.
  ///
  /// @param folder new and empty
  /// @param last one whose job is over, and which spares some of the work
  /// @throws RunnerException if it cannot be made, saying why
  public ReadySandbox prepare(
      JobFolder folder, Isolation.Sandboxed isolation, Optional<ReadySandbox> last) {
    return ReadySandbox.make(folder, isolation, mark(), last);
  }

  /// The outcome of a job that could not even begin.
  private JobOutcome refused(LogSink sink, String why) {
    final JobLog log = new JobLog(sink, setup.clock(), new Masks(), 0);
    log.annotate(0, LogLine.Level.ERROR, why);
    log.end();
    return new JobOutcome(
        Conclusion.FAILURE, Map.of(), List.of(), List.of(), log.annotations(), "", why, 0);
  }

  private ProcessMark mark() {
    final byte[] job = new byte[12];
    setup.random().nextBytes(job);
    return new ProcessMark(
        setup.node(), HexFormat.of().formatHex(job), setup.random().nextInt(LIMIT_FROM, LIMIT_TO));
  }

  /// Kills processes of jobs that an earlier life of this node left behind when it crashed. To be
  /// called once, before the first job.
  ///
  /// @return names of what was killed
  public List<String> killLeftovers() {
    return ProcessTree.killLeftovers(setup.node()).stream()
        .map(member -> member.name() + " (" + member.pid() + ")")
        .toList();
  }
}
