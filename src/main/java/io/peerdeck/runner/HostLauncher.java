package io.peerdeck.runner;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Steps are children of the node's own process, with its rights.
final class HostLauncher implements StepLauncher {
  private static final int LONGEST_WAIT_MILLIS = 60_000;

  private final NativeCalls calls;
  private final ProcessTree tree;
  private final long limit;
  private final Path commands;

  /// @param limit the second mark, see [ProcessMark]
  /// @param commands the folder of command files
  HostLauncher(NativeCalls calls, ProcessTree tree, long limit, Path commands) {
    this.calls = calls;
    this.tree = tree;
    this.limit = limit;
    this.commands = commands;
  }

  @Override
  public Path commands() {
    return commands;
  }

  @Override
  public ProcessSpawn.Started start(
      int step, List<String> command, Map<String, String> environment, Path folder) {
    // Inherited, so that what the process forks in its first moments carries the mark as well.
    final ProcessSpawn.Started started =
        calls.withSoftLimit(
            ProcessTree.MARKED_LIMIT,
            limit,
            () -> new ProcessSpawn(calls).start(command, environment, folder));
    calls.limit(started.pid(), ProcessTree.MARKED_LIMIT, limit);
    return started;
  }

  @Override
  public int tryStatus(ProcessSpawn.Started process) {
    return calls.tryWait(process.pid());
  }

  @Override
  public int longestWaitMillis() {
    return LONGEST_WAIT_MILLIS;
  }

  /// The process leads a group, which gets the signal as a whole, as from a terminal: a shell alone
  /// would wait for its child.
  @Override
  public void signal(ProcessSpawn.Started process, String mark, int signal) {
    calls.kill(-process.pid(), signal);
  }

  /// Whoever may run here may do what the node may: nothing is gained by a trick.
  @Override
  public void still(Runnable work) {
    work.run();
  }

  @Override
  public List<ProcessTree.Member> orphans(ProcessMark mark) {
    return tree.find(mark.ofJob(), mark.limit());
  }

  @Override
  public boolean endedAll() {
    return false;
  }

  @Override
  public void close() {
    // Nothing of its own.
  }
}
