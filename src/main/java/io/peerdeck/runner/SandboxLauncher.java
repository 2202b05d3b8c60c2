package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Steps run in one bubblewrap sandbox per job, which is made at the first step and ends with the
/// job: when it ends, the kernel ends every process in it. The node talks with it by pipes only, in
/// a folder the job can read but not change.
final class SandboxLauncher implements StepLauncher {
  /// The number of started processes of a sandbox, whose own numbers only the sandbox knows.
  static final int UNKNOWN_PID = 0;

  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final int KILLED = NativeCalls.SIGKILL;
  private static final int LONGEST_WAIT_MILLIS = 1_000;
  private static final int TOLD = 4096;
  private static final int START_MILLIS = 20_000;

  private final NativeCalls calls;
  private final NativePipes pipes;
  private final ProcessTree tree;
  private final ProcessMark mark;
  private final JobFolder folder;
  private final Isolation.Sandboxed isolation;
  private final JobLog log;
  private Optional<Running> running = Optional.empty();
  private boolean allEnded = true;
  private int starts;

  SandboxLauncher(
      NativeCalls calls,
      ProcessTree tree,
      ProcessMark mark,
      JobFolder folder,
      Isolation.Sandboxed isolation,
      JobLog log) {
    this.calls = calls;
    this.pipes = new NativePipes(calls);
    this.tree = tree;
    this.mark = mark;
    this.folder = folder;
    this.isolation = isolation;
    this.log = log;
  }

  /// The sandbox's outer process.
  ///
  /// @param control takes the names of steps
  /// @param own known once it stands
  /// @param first pidfd of its first process, which ends when all in it have ended; or -1
  /// @param commands descriptor of its folder of command files; or -1 while it does not stand
  private record Running(
      ProcessSpawn.Started outer,
      int control,
      SandboxGuard guard,
      SandboxPids own,
      int first,
      int commands) {}

  /// The folder is a file system of the sandbox alone: its size is bounded, and it goes with the
  /// sandbox, whatever happens to the node.
  @Override
  public Path commands() {
    final int place = running.orElseGet(this::open).commands();
    if (place < 0) {
      throw new RunnerException("The job's sandbox could not be made.");
    }
    return Path.of("/proc/self/fd/" + place);
  }

  @Override
  public ProcessSpawn.Started start(
      int step, List<String> command, Map<String, String> environment, Path workingFolder) {
    final Running sandbox = running.orElseGet(this::open);
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
      if (!pipes.write(sandbox.control(), (name + "\n").getBytes(StandardCharsets.US_ASCII))) {
        throw new RunnerException("The job's sandbox has ended" + why(sandbox) + ".");
      }
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

  private Running open() {
    final Map<String, String> environment = new HashMap<>();
    environment.put("PATH", PATH);
    environment.put(ProcessMark.VARIABLE, mark.value(0));
    final List<String> command =
        isolation
            .sandbox()
            .command(
                folder,
                isolation.network(),
                SandboxScript.supervisor(isolation.limits(), folder.scripts()));
    final int[] control = pipes.toChild();
    final ControlGroup group = ControlGroup.of(mark.job(), isolation.limits());
    final ProcessSpawn.Started outer;
    try {
      outer = group.within(() -> spawn(command, environment, control[0]));
    } catch (RuntimeException e) {
      calls.closeFd(control[1]);
      group.close();
      throw e;
    } finally {
      calls.closeFd(control[0]);
    }
    final SandboxGuard guard =
        new SandboxGuard(outer.pid(), folder, group, isolation.limits(), log::breach);
    final SandboxPids unknown = new SandboxPids(outer.pid(), 0, 0, List.of());
    final Running opened = new Running(outer, control[1], guard, unknown, -1, -1);
    running = Optional.of(opened);
    if (!pipes.ready(outer.out(), START_MILLIS)
        || !pipes.text(outer.out(), TOLD).strip().equals(SandboxScript.READY)) {
      pipes.ready(outer.err(), LONGEST_WAIT_MILLIS);
      throw new RunnerException("The job's sandbox could not be made" + why(opened) + ".");
    }
    final SandboxPids own = SandboxPids.atStart(outer.pid());
    final int commands = pipes.folder("/proc/" + own.supervisor() + "/root" + folder.commands());
    final int first = own.first() == 0 ? -1 : calls.pidfd(own.first());
    final Running stands = new Running(outer, control[1], guard, own, first, commands);
    running = Optional.of(stands);
    guard.start(own);
    return stands;
  }

  private ProcessSpawn.Started spawn(
      List<String> command, Map<String, String> environment, int input) {
    return calls.withSoftLimit(
        ProcessTree.MARKED_LIMIT,
        mark.limit(),
        () -> new ProcessSpawn(calls).start(command, environment, folder.root(), input));
  }

  @Override
  public int tryStatus(ProcessSpawn.Started process) {
    if (!pipes.ready(process.pidfd(), 0)) {
      return running.isPresent() && !pipes.ready(running.get().outer().pidfd(), 0) ? -1 : KILLED;
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
    final Optional<Running> sandbox = running;
    if (sandbox.isEmpty()) {
      work.run();
    } else {
      Stillness.during(sandbox.get().outer().pid(), work);
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

  private String why(Running sandbox) {
    final String text = pipes.text(sandbox.outer().err(), TOLD);
    return text.isBlank() ? "" : ": " + text.lines().limit(3).collect(Collectors.joining(" "));
  }

  @Override
  public boolean endedAll() {
    return running.isEmpty() && allEnded;
  }

  @Override
  public void close() {
    running.ifPresent(this::end);
    running = Optional.empty();
  }

  private void end(Running sandbox) {
    sandbox.guard().stop();
    final int pid = sandbox.outer().pid();
    calls.kill(pid, NativeCalls.SIGKILL);
    final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (calls.tryWait(pid) < 0 && System.nanoTime() - until < 0) {
      pipes.ready(sandbox.outer().pidfd(), 50);
    }
    final long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    allEnded = sandbox.first() >= 0 && pipes.ready(sandbox.first(), (int) Math.max(0, left));
    if (sandbox.first() >= 0) {
      calls.closeFd(sandbox.first());
    }
    if (sandbox.commands() >= 0) {
      calls.closeFd(sandbox.commands());
    }
    sandbox.guard().close();
    calls.closeFd(sandbox.control());
    calls.closeFd(sandbox.outer().out());
    calls.closeFd(sandbox.outer().err());
    if (sandbox.outer().pidfd() >= 0) {
      calls.closeFd(sandbox.outer().pidfd());
    }
  }
}
