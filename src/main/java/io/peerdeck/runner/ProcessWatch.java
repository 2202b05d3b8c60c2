package io.peerdeck.runner;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.peerdeck.runner.LogLine.Stream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// Runs a job's processes one after the other on the job's own thread: one `poll` waits for output,
/// the end of the process, cancellation and deadlines. Streams that children in the background keep
/// open are read on while later steps run, until the job ends.
final class ProcessWatch implements AutoCloseable {
  private static final int BUFFER = 64 * 1024;
  private static final short POLLIN = 1;
  private static final int BLIND_POLL_MILLIS = 10;
  private static final int MAX_LINGERING = 500;

  private final NativeCalls calls = new NativeCalls();
  private final Arena arena = Arena.ofConfined();
  private final MemorySegment nativeBuffer = arena.allocate(BUFFER, 16);
  private final byte[] buffer = new byte[BUFFER];
  private final MemorySegment pollfds = arena.allocate(8L * (MAX_LINGERING + 8), 8);
  private final List<OutputPump> lingering = new ArrayList<>();
  private final ProcessTree tree;
  private final JobDeadlines deadlines;
  private final ProcessMark mark;
  private final JobLog log;
  private final Masks masks;
  private final JobLimits limits;
  private final StepLauncher launcher;
  private final LongSupplier nanos;
  private final CancelToken.Registration registration;
  private final int wake;
  private final Object wakeLock = new Object();
  private boolean wakeOpen = true;

  ProcessWatch(
      JobDeadlines deadlines,
      ProcessMark mark,
      JobLog log,
      Masks masks,
      JobRequest request,
      Optional<ReadySandbox> ready,
      LongSupplier nanos) {
    // Of a sandbox hardly ever a process is looked for: its own are known, and end with it.
    this.tree =
        new ProcessTree(
            calls,
            request.grants().isolation() instanceof Isolation.Sandboxed
                ? PidWindow.all()
                : PidWindow.open());
    this.deadlines = deadlines;
    this.mark = mark;
    this.log = log;
    this.masks = masks;
    this.limits = request.limits();
    this.launcher =
        StepLauncher.of(calls, tree, mark, request, ready.map(ReadySandbox::sandbox), log);
    this.nanos = nanos;
    this.wake = calls.eventfd();
    this.registration = deadlines.token().onRise(this::wake);
  }

  /// How a process ended.
  ///
  /// @param exitCode empty if a signal ended it
  /// @param signal that ended it, or 0
  /// @param cause why the runner ended it, or that it ended itself
  record Exit(OptionalInt exitCode, int signal, JobDeadlines.Cause cause) {}

  /// Starts a process and stays until it has ended.
  ///
  /// @param step number for the log and the mark
  /// @param deadline of the step
  Exit run(
      int step,
      ProcessSpawn.Started process,
      StepOutput output,
      JobDeadlines.StepDeadline deadline) {
    final OutputPump out = pump(process.out(), Stream.OUT, output);
    final OutputPump err = pump(process.err(), Stream.ERR, output);
    final StepEnding ending = new StepEnding(launcher, tree, limits, process, mark.value(step));
    int status = -1;
    try {
      while (status < 0) {
        final long now = nanos.getAsLong();
        ending.advance(deadline.cause(now), now);
        await(List.of(out, err), process.pidfd(), ending.millisLeft(deadline, now));
        status = launcher.tryStatus(process);
      }
    } finally {
      if (status < 0) {
        abandon(process, mark.value(step));
      }
      if (process.pidfd() >= 0) {
        calls.closeFd(process.pidfd());
      }
      try {
        ending.finish();
      } finally {
        lateOutput(out, err, ending.cause() == JobDeadlines.Cause.NONE);
      }
    }
    final int signal = status & 0x7f;
    return new Exit(
        signal == 0 ? OptionalInt.of((status >> 8) & 0xff) : OptionalInt.empty(),
        signal,
        ending.cause());
  }

  /// An error on our side: nothing may be left running, nor unwaited for.
  private void abandon(ProcessSpawn.Started process, String step) {
    launcher.signal(process, step, NativeCalls.SIGKILL);
    final long until = nanos.getAsLong() + TimeUnit.SECONDS.toNanos(2);
    while (launcher.tryStatus(process) < 0 && nanos.getAsLong() - until < 0) {
      add(0, process.pidfd());
      calls.poll(pollfds, process.pidfd() < 0 ? 0 : 1, BLIND_POLL_MILLIS);
    }
  }

  /// Where the runner finds the folder of command files.
  Path commands() {
    return launcher.commands();
  }

  /// Starts a step's command.
  ProcessSpawn.Started start(
      int step, List<String> command, Map<String, String> environment, Path folder) {
    environment.put(ProcessMark.VARIABLE, mark.value(step));
    return launcher.start(step, command, environment, folder);
  }

  /// Does work in the job's folder while the job's own processes stand still.
  void still(Runnable work) {
    launcher.still(work);
  }

  /// The same for work with a result.
  <T> T whileStill(Supplier<T> work) {
    final List<T> made = new ArrayList<>(1);
    launcher.still(() -> made.add(work.get()));
    return made.getFirst();
  }

  private OutputPump pump(int fd, Stream stream, StepOutput output) {
    return new OutputPump(calls, fd, new LineCutter(masks, line -> output.line(stream, line)));
  }

  /// Reads what the ended process left in its pipes, and what children of it write within a moment.
  private void lateOutput(OutputPump out, OutputPump err, boolean wait) {
    final long until = nanos.getAsLong() + limits.lateOutput().toNanos();
    readAll(out);
    readAll(err);
    while (wait && (out.isOpen() || err.isOpen()) && !deadlines.token().cancelled()) {
      final long left = TimeUnit.NANOSECONDS.toMillis(until - nanos.getAsLong());
      if (left <= 0) {
        break;
      }
      await(List.of(out, err), -1, (int) left);
    }
    for (final OutputPump pump : List.of(out, err)) {
      if (pump.isOpen() && wait && lingering.size() < MAX_LINGERING) {
        lingering.add(pump);
      } else {
        pump.close();
      }
    }
  }

  private void readAll(OutputPump pump) {
    boolean more = true;
    // A pipe holds no more than its capacity, 64 KiB to 1 MiB; a child may write on for ever.
    long budget = 1L << 20;
    while (more && budget > 0) {
      more = pump.read(nativeBuffer, buffer);
      budget -= BUFFER;
    }
  }

  /// Waits for anything to happen, and reads once from each stream that has something.
  private void await(List<OutputPump> current, int pidfd, int millis) {
    final List<OutputPump> pumps = new ArrayList<>(current);
    pumps.addAll(lingering);
    int count = add(0, wake);
    if (pidfd >= 0) {
      count = add(count, pidfd);
    }
    final int firstPump = count;
    final List<OutputPump> polled = new ArrayList<>(pumps.size());
    for (final OutputPump pump : pumps) {
      if (pump.isOpen()) {
        count = add(count, pump.fd());
        polled.add(pump);
      }
    }
    calls.poll(pollfds, count, 0);
    if (!anyReady(count)) {
      log.flush();
      final boolean blind = pidfd < 0 && !current.isEmpty() && millis > BLIND_POLL_MILLIS;
      calls.poll(pollfds, count, blind ? BLIND_POLL_MILLIS : millis);
    }
    if (ready(0)) {
      calls.read(wake, nativeBuffer.asSlice(0, 8));
    }
    for (int i = 0; i < polled.size(); i++) {
      if (ready(firstPump + i)) {
        polled.get(i).read(nativeBuffer, buffer);
      }
    }
    lingering.removeIf(pump -> !pump.isOpen());
  }

  private int add(int index, int fd) {
    pollfds.set(JAVA_INT, index * 8L, fd);
    pollfds.set(JAVA_SHORT, index * 8L + 4, POLLIN);
    pollfds.set(JAVA_SHORT, index * 8L + 6, (short) 0);
    return index + 1;
  }

  private boolean ready(int index) {
    return pollfds.get(JAVA_SHORT, index * 8L + 6) != 0;
  }

  private boolean anyReady(int count) {
    for (int i = 0; i < count; i++) {
      if (ready(i)) {
        return true;
      }
    }
    return false;
  }

  private void wake() {
    synchronized (wakeLock) {
      if (wakeOpen) {
        try (NativeCalls own = new NativeCalls()) {
          own.signalEvent(wake);
        }
      }
    }
  }

  /// Kills what the job's steps left in the background and reads the last of its output.
  ///
  /// @return what was killed
  List<ProcessTree.Member> endAll() {
    final List<ProcessTree.Member> orphans = launcher.orphans(mark);
    launcher.close();
    if (!launcher.endedAll()) {
      tree.killAll(mark.ofJob(), mark.limit());
    }
    if (!log.breach().isEmpty()) {
      log.annotate(0, LogLine.Level.ERROR, log.breach());
    }
    lingering.forEach(
        pump -> {
          readAll(pump);
          pump.close();
        });
    lingering.clear();
    return orphans;
  }

  @Override
  public void close() {
    registration.close();
    launcher.close();
    synchronized (wakeLock) {
      wakeOpen = false;
      calls.closeFd(wake);
    }
    lingering.forEach(OutputPump::close);
    arena.close();
    calls.close();
  }
}
