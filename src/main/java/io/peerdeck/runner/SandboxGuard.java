package io.peerdeck.runner;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/// Watches what a sandboxed job uses, and ends its sandbox when it is too much. The kernel holds
/// each process to its limits ([SandboxScript]) and, where this node may make control groups, all
/// together ([ControlGroup]); what no limit of a process covers is counted here four times a
/// second: the size of all files of the job, also of open ones without a name, the free space of
/// the disk, the number of processes and the memory of all together. So this holds also for a node
/// that runs as root, whose processes no `RLIMIT_NPROC` and no disk quota stops. A single file is
/// never larger than the disk limit; between two looks a job can write past it by what the disk
/// takes in that time.
final class SandboxGuard implements AutoCloseable {
  private static final long PERIOD_NANOS = 250_000_000;
  // A look at a large folder may take long; then it is taken less often.
  private static final int SHARE = 4;

  private final int outer;
  private final JobFolder folder;
  private final SandboxLimits limits;
  private final Consumer<String> breach;
  private final ControlGroup group;
  private final Thread thread;
  private volatile boolean closed;

  /// @param outer bubblewrap's process
  /// @param folder the job's
  /// @param group the sandbox's, removed when this is closed
  /// @param breach takes what the job did, before it is ended
  SandboxGuard(
      int outer,
      JobFolder folder,
      ControlGroup group,
      SandboxLimits limits,
      Consumer<String> breach) {
    this.outer = outer;
    this.folder = folder;
    this.limits = limits;
    this.breach = breach;
    this.group = group;
    this.thread = Thread.ofVirtual().name("sandbox-guard-" + outer).unstarted(this::watch);
  }

  /// Begins to watch; to be called when the sandbox stands and no step has been started in it.
  void start(SandboxPids own) {
    group.add(own.supervisor()); // from which all steps come
    thread.start();
  }

  private void watch() {
    LockSupport.parkNanos(
        PERIOD_NANOS); // most jobs are short, and what one can do in it is bounded
    while (!closed) {
      final long begun = System.nanoTime();
      try {
        final String why = excess();
        if (!why.isEmpty() && !closed) {
          breach.accept(why);
          end();
          return;
        }
      } catch (IOException | RunnerException e) {
        if (!closed) {
          breach.accept("The job was ended because its use of the machine cannot be seen: " + e);
          end();
        }
        return;
      }
      final long took = System.nanoTime() - begun;
      LockSupport.parkNanos(Math.max(PERIOD_NANOS, took * SHARE));
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

  /// Looks no more.
  void stop() {
    closed = true;
    LockSupport.unpark(thread);
    boolean interrupted = false;
    try {
      thread.join();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /// Puts the rest away; to be called after [#stop], when the sandbox is gone.
  @Override
  public void close() {
    group.close();
  }
}
