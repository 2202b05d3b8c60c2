package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Steps run in one bubblewrap sandbox per job, which is made at the first step and ends with the
/// job: when it ends, the kernel ends every process in it. The node talks with it by pipes only, in
/// a folder the job can read but not change.
final class SandboxLauncher implements StepLauncher {
  /// The number of started processes of a sandbox, whose own numbers only the sandbox knows.
  static final int UNKNOWN_PID = 0;

  private static final int KILLED = NativeCalls.SIGKILL;
  private static final int LONGEST_WAIT_MILLIS = 1_000;

  private final NativeCalls calls;
  private final NativePipes pipes;
  private final ProcessTree tree;
  private final ProcessMark mark;
  private final JobFolder folder;
  private final Isolation.Sandboxed isolation;
  private final JobLog log;
  private final boolean wasReady;
  private Optional<JobSandbox> running;
  private Optional<SandboxGuard> guard = Optional.empty();
  private boolean broken;
  private boolean allEnded = true;
  private int starts;

  /// @param ready the sandbox, if it was made before; its group is the maker's
  SandboxLauncher(
      NativeCalls calls,
      ProcessTree tree,
      ProcessMark mark,
      JobFolder folder,
      Isolation.Sandboxed isolation,
      JobLog log,
      Optional<JobSandbox> ready) {
    this.calls = calls;
    this.pipes = new NativePipes(calls);
    this.tree = tree;
    this.mark = mark;
    this.folder = folder;
    this.isolation = isolation;
    this.log = log;
    this.running = ready;
    this.wasReady = ready.isPresent();
    ready.ifPresent(this::watch);
  }

  /// The folder is a file system of the sandbox alone: its size is bounded, and it goes with the
  /// sandbox, whatever happens to the node.
  @Override
  public Path commands() {
    return Path.of("/proc/self/fd/" + standing().commands());
  }

  @Override
  public ProcessSpawn.Started start(
      int step, List<String> command, Map<String, String> environment, Path workingFolder) {
    final JobSandbox sandbox = standing();
    final String name = "step_" + step + "_" + ++starts;
    final Path out = folder.scripts().resolve(name + ".out");
    final Path err = folder.scripts().resolve(name + ".err");
    final Path end = folder.scripts().resolve(name + ".end");
    final int[] ends = new int[3];
    int open = 0;
    boolean started = false;
    try {
      for (final Path pipe : List.of(out, err, end)) {
        ends[open] = pipes.named(pipe.toString());
        open++;
      }
      Files.writeString(
          folder.scripts().resolve(name + ".start"),
          SandboxScript.start(command, environment, workingFolder, out, err));
      sandbox.take(pipes, name);
      started = true;
      return new ProcessSpawn.Started(UNKNOWN_PID, ends[2], ends[0], ends[1]);
    } catch (IOException e) {
      throw new RunnerException("Cannot write the step's files: " + e, e);
    } finally {
      for (int i = 0; i < open && !started; i++) {
        calls.closeFd(ends[i]);
      }
    }
  }

  private JobSandbox standing() {
    if (broken) {
      throw new RunnerException("The job's sandbox could not be made.");
    }
    return running.orElseGet(this::open);
  }

  private JobSandbox open() {
    broken = true;
    final JobSandbox sandbox =
        JobSandbox.start(
            calls, mark, folder, isolation, ControlGroup.of(mark.job(), isolation.limits()));
    running = Optional.of(sandbox); // ended with the job, whether it stands or not
    sandbox.await(calls, folder);
    broken = false;
    watch(sandbox);
    return sandbox;
  }

  private void watch(JobSandbox sandbox) {
    final SandboxGuard watching =
        new SandboxGuard(sandbox.outer(), folder, isolation.limits(), log::breach);
    guard = Optional.of(watching);
    watching.start();
  }

  @Override
  public int tryStatus(ProcessSpawn.Started process) {
    if (!pipes.ready(process.pidfd(), 0)) {
      return running.isPresent() && running.get().lives(pipes) ? -1 : KILLED;
    }
    final String text = pipes.text(process.pidfd(), 16).strip();
    return text.matches("\\d{1,3}") ? (Integer.parseInt(text) & 0xff) << 8 : KILLED;
  }

  @Override
  public int longestWaitMillis() {
    return LONGEST_WAIT_MILLIS;
  }

  @Override
  public void signal(ProcessSpawn.Started process, String step, int signal) {
    tree.signal(step, -1, signal);
  }

  @Override
  public void still(Runnable work) {
    final Optional<JobSandbox> sandbox = running;
    if (sandbox.isEmpty()) {
      work.run();
    } else {
      Stillness.during(sandbox.get().outer(), work);
    }
  }

  @Override
  public List<ProcessTree.Member> orphans(ProcessMark ofJob) {
    if (running.isEmpty() || running.get().own().isAlone()) {
      return List.of();
    }
    final SandboxPids pids = running.get().own();
    return tree.find(ofJob.ofJob(), ofJob.limit()).stream()
        .filter(member -> !pids.own(member.pid()))
        .toList();
  }

  @Override
  public boolean endedAll() {
    return running.isEmpty() && allEnded;
  }

  @Override
  public void close() {
    guard.ifPresent(SandboxGuard::stop);
    guard = Optional.empty();
    running.ifPresent(this::end);
    running = Optional.empty();
  }

  private void end(JobSandbox sandbox) {
    allEnded = sandbox.end(calls);
    if (!wasReady) {
      sandbox.group().close();
    }
  }
}
