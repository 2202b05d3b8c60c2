package io.peerdeck.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Starts a job's steps and follows their first process. Belongs to the job's thread.
interface StepLauncher extends AutoCloseable {
  /// The launcher of a job's isolation, which the job's log is told.
  ///
  /// @param ready its sandbox, if that was made before
  static StepLauncher of(
      NativeCalls calls,
      ProcessTree tree,
      ProcessMark mark,
      JobRequest request,
      Optional<JobSandbox> ready,
      JobLog log) {
    return switch (request.grants().isolation()) {
      case Isolation.Host host -> {
        if (!host.notice().isEmpty()) {
          log.say(0, LogLine.Level.WARNING, host.notice());
        }
        yield new HostLauncher(calls, tree, mark.limit(), request.folder().commands());
      }
      case Isolation.Sandboxed sandboxed -> {
        log.say(0, LogLine.Level.PLAIN, sandboxed.notice());
        yield new SandboxLauncher(calls, tree, mark, request.folder(), sandboxed, log, ready);
      }
    };
  }

  /// Where the runner finds the folder that steps see as [JobFolder#commands].
  ///
  /// @throws RunnerException if it cannot be made, saying why
  Path commands();

  /// Starts a step's command.
  ///
  /// @param environment with the step's mark
  /// @throws RunnerException if it cannot be started, saying why
  ProcessSpawn.Started start(
      int step, List<String> command, Map<String, String> environment, Path folder);

  /// The wait status of a started process that ended; -1 while it lives. Asked again after it was
  /// told, the answer is undefined.
  int tryStatus(ProcessSpawn.Started process);

  /// How often [#tryStatus] must be asked although nothing seems to have happened.
  int longestWaitMillis();

  /// Sends a signal to what a started process has in the foreground.
  void signal(ProcessSpawn.Started process, String mark, int signal);

  /// Does work in the job's folder while none of the job's own processes moves, so that none can
  /// put a link where a folder was looked at. On whichever thread it is called.
  void still(Runnable work);

  /// What the job's steps left running, without the launcher's own processes.
  List<ProcessTree.Member> orphans(ProcessMark mark);

  /// After [#close], whether it is known that no process of the job is left.
  boolean endedAll();

  /// Ends what the launcher itself keeps running.
  @Override
  void close();
}
