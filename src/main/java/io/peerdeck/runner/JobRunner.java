package io.peerdeck.runner;

import io.peerdeck.multiformats.PeerdeckException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

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
  /// Called on a virtual thread; the job itself has a platform thread, because it waits in the
  /// kernel. If the caller is interrupted, the job is stopped, and the call still returns only when
  /// its processes are gone.
  ///
  /// @param sink called on the job's thread, never two calls at once
  /// @param token ends the job from outside
  public JobOutcome run(JobRequest request, LogSink sink, CancelToken token) {
    final CompletableFuture<JobOutcome> outcome = new CompletableFuture<>();
    Thread.ofPlatform()
        .name("job-" + request.job().id() + "-" + request.instance().index())
        .daemon(true)
        .start(() -> execute(request, sink, token, outcome));
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return outcome.get();
        } catch (InterruptedException e) {
          interrupted = true;
          token.stop("The node is going down.");
        } catch (ExecutionException e) {
          throw e.getCause() instanceof RuntimeException cause
              ? cause
              : new IllegalStateException(e.getCause());
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void execute(
      JobRequest request, LogSink sink, CancelToken token, CompletableFuture<JobOutcome> outcome) {
    try (JobSession session = new JobSession(request, setup, mark(), sink, token)) {
      outcome.complete(session.run());
    } catch (PeerdeckException e) {
      outcome.complete(refused(sink, String.valueOf(e.getMessage())));
    } catch (Throwable t) {
      outcome.completeExceptionally(t);
    }
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
