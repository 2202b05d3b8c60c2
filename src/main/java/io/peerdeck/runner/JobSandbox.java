package io.peerdeck.runner;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// The processes of one job's sandbox: bubblewrap and the shell that takes the steps, with the
/// pipes to them and their control group. It ends with the thread that made it, on which all but
/// [#outer] is called, too.
final class JobSandbox {
  private static final String PATH = "/usr/local/bin:/usr/bin:/bin";
  private static final int START_MILLIS = 20_000;
  private static final int LONGEST_WAIT_MILLIS = 1_000;
  private static final int TOLD = 4096;

  private final ProcessSpawn.Started outer;
  private final int control;
  private final ControlGroup group;
  private SandboxPids own;
  private int first = -1;
  private int commands = -1;
  private boolean ended;
  private boolean allEnded;

  private JobSandbox(ProcessSpawn.Started outer, int control, ControlGroup group) {
    this.outer = outer;
    this.control = control;
    this.group = group;
    this.own = new SandboxPids(outer.pid(), 0, 0, List.of());
  }

  /// Starts one. It can be used once [#await] has returned, and must be ended and its group closed
  /// in any case.
  ///
  /// @param group nothing runs in it; closed if the sandbox cannot be started
  /// @throws RunnerException if it cannot be started, saying why
  static JobSandbox start(
      NativeCalls calls,
      ProcessMark mark,
      JobFolder folder,
      Isolation.Sandboxed isolation,
      ControlGroup group) {
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
    final int[] control = new NativePipes(calls).toChild();
    try {
      final ProcessSpawn.Started outer =
          group.within(
              () ->
                  calls.withSoftLimit(
                      ProcessTree.MARKED_LIMIT,
                      mark.limit(),
                      () ->
                          new ProcessSpawn(calls)
                              .start(command, environment, folder.root(), control[0])));
      return new JobSandbox(outer, control[1], group);
    } catch (RuntimeException e) {
      calls.closeFd(control[1]);
      group.close();
      throw e;
    } finally {
      calls.closeFd(control[0]);
    }
  }

  /// Waits until it stands.
  ///
  /// @throws RunnerException if it does not, saying why
  void await(NativeCalls calls, JobFolder folder) {
    final NativePipes pipes = new NativePipes(calls);
    if (!pipes.ready(outer.out(), START_MILLIS)
        || !pipes.text(outer.out(), TOLD).strip().equals(SandboxScript.READY)) {
      pipes.ready(outer.err(), LONGEST_WAIT_MILLIS);
      throw new RunnerException("The job's sandbox could not be made" + why(pipes) + ".");
    }
    own = SandboxPids.atStart(outer.pid());
    commands = pipes.folder("/proc/" + own.supervisor() + "/root" + folder.commands());
    first = own.first() == 0 ? -1 : calls.pidfd(own.first());
    group.add(own.supervisor()); // from which all steps come
  }

  /// Has a step's files taken by the supervisor.
  ///
  /// @param step name of its files
  void take(NativePipes pipes, String step) {
    if (!pipes.write(control, (step + "\n").getBytes(StandardCharsets.US_ASCII))) {
      throw new RunnerException("The job's sandbox has ended" + why(pipes) + ".");
    }
  }

  private String why(NativePipes pipes) {
    final String text = pipes.text(outer.err(), TOLD);
    return text.isBlank() ? "" : ": " + text.lines().limit(3).collect(Collectors.joining(" "));
  }

  /// Where its processes are counted; in it another may follow once [#end] said that none is left.
  ControlGroup group() {
    return group;
  }

  /// The number of bubblewrap's process.
  int outer() {
    return outer.pid();
  }

  SandboxPids own() {
    return own;
  }

  /// Descriptor of its folder of command files; -1 where it does not stand.
  int commands() {
    return commands;
  }

  boolean lives(NativePipes pipes) {
    return !pipes.ready(outer.pidfd(), 0);
  }

  /// Ends it and all that is in it. Harmless when repeated.
  ///
  /// @return whether it is known that no process is left
  boolean end(NativeCalls calls) {
    if (ended) {
      return allEnded;
    }
    ended = true;
    final NativePipes pipes = new NativePipes(calls);
    calls.kill(outer.pid(), NativeCalls.SIGKILL);
    final long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
    while (calls.tryWait(outer.pid()) < 0 && System.nanoTime() - until < 0) {
      pipes.ready(outer.pidfd(), 50);
    }
    final long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    allEnded = first >= 0 && pipes.ready(first, (int) Math.max(0, left));
    for (final int fd :
        new int[] {first, commands, control, outer.out(), outer.err(), outer.pidfd()}) {
      if (fd >= 0) {
        calls.closeFd(fd);
      }
    }
    return allEnded;
  }
}
