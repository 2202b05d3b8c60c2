package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Watches what a sandboxed job uses, and ends its sandbox when it is too much. The kernel holds
/// each process to its limits ([SandboxScript]) and, where this node may make control groups, all
/// together ([ControlGroup]); what no limit of a process covers is counted here four times a
/// second: the size of all files of the job, also of open ones without a name, the free space of
/// the disk, the number of processes and the memory of all together. So this holds also for a node
/// that runs as root, whose processes no `RLIMIT_NPROC` and no disk quota stops. A single file is
/// never larger than the disk limit; between two looks a job can write past it by what the disk
/// takes in that time.
final class SandboxGuard {
  private static final long PERIOD_NANOS = 250_000_000;
  // A look at a large folder may take long; then it is taken less often.
  private static final int SHARE = 4;
  private static final ScheduledThreadPoolExecutor CLOCK = clock(); // starts the looks, and rests

  private final int outer;
  private final JobFolder folder;
  private final SandboxLimits limits;
  private final Consumer<String> breach;
  private volatile boolean closed;
  private Future<?> next = CompletableFuture.completedFuture(null);

  /// @param outer bubblewrap's process
  /// @param folder the job's
  /// @param breach takes what the job did, before it is ended
  SandboxGuard(int outer, JobFolder folder, SandboxLimits limits, Consumer<String> breach) {
    this.outer = outer;
    this.folder = folder;
    this.limits = limits;
    this.breach = breach;
  }

  /// Begins to watch; to be called when the sandbox stands.
  void start() {
    lookIn(PERIOD_NANOS); // most jobs are short, and what one can do in it is bounded
  }

  private void lookIn(long nanos) {
    next =
        CLOCK.schedule(
            () -> Thread.ofVirtual().name("sandbox-guard-" + outer).start(this::look),
            nanos,
            TimeUnit.NANOSECONDS);
  }

  private synchronized void look() {
    if (closed) {
      return;
    }
    final long begun = System.nanoTime();
    String why;
    try {
      why = excess();
    } catch (IOException | RunnerException e) {
      why = "The job was ended because its use of the machine cannot be seen: " + e;
    }
    if (closed) {
      return;
    }
    if (why.isEmpty()) {
      lookIn(Math.max(PERIOD_NANOS, (System.nanoTime() - begun) * SHARE));
    } else {
      breach.accept(why);
      end();
    }
  }

  private void end() {
    ProcessHandle.of(outer).ifPresent(ProcessHandle::destroyForcibly);
  }

  private String excess() throws IOException {
    final FileStore store = Files.getFileStore(folder.root());
    if (store.getUsableSpace() < limits.freeDisk()) {
      return "The disk has less than "
          + SandboxLimits.size(limits.freeDisk())
          + " left; the job was ended before it was full.";
    }
    final SandboxPids pids = SandboxPids.of(outer);
    final SandboxUse use = SandboxUse.of(folder, pids);
    if (use.disk() > limits.disk()) {
      return "The job's files are larger than the "
          + SandboxLimits.size(limits.disk())
          + " it may write; it was ended.";
    }
    if (use.threads() > limits.processes()) {
      return "The job runs more than the "
          + limits.processes()
          + " processes and threads it may; it was ended.";
    }
    if (use.memory() > limits.memory()) {
      return "The job uses more than the "
          + SandboxLimits.size(limits.memory())
          + " of memory it may; it was ended.";
    }
    return "";
  }

  /// Looks no more, and waits for a look that is under way.
  void stop() {
    closed = true;
    synchronized (this) {
      next.cancel(false);
    }
  }

  private static ScheduledThreadPoolExecutor clock() {
    final ScheduledThreadPoolExecutor clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("sandbox-guard").factory());
    clock.setRemoveOnCancelPolicy(true);
    clock.setKeepAliveTime(1, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    return clock;
  }
}
