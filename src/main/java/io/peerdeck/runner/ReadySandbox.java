package io.peerdeck.runner;

import java.util.Optional;

/// A sandbox that was made before its job is known, by [JobRunner#prepare]: to make one takes
/// longer than many a job. It belongs to the thread that made it, on which its job must run, and it
/// ends with that thread.
public final class ReadySandbox implements AutoCloseable {
  private final JobFolder folder;
  private final Isolation.Sandboxed isolation;
  private final ProcessMark mark;
  private final JobSandbox sandbox;
  private boolean groupIsTaken;

  private ReadySandbox(
      JobFolder folder, Isolation.Sandboxed isolation, ProcessMark mark, JobSandbox sandbox) {
    this.folder = folder;
    this.isolation = isolation;
    this.mark = mark;
    this.sandbox = sandbox;
  }

  /// @param last an ended one, whose control group is taken if it serves
  static ReadySandbox make(
      JobFolder folder,
      Isolation.Sandboxed isolation,
      ProcessMark mark,
      Optional<ReadySandbox> last) {
    try (NativeCalls calls = new NativeCalls()) {
      final ControlGroup group =
          last.flatMap(ended -> ended.group(calls, isolation.limits()))
              .orElseGet(() -> ControlGroup.of(mark.job(), isolation.limits()));
      final ReadySandbox made =
          new ReadySandbox(
              folder, isolation, mark, JobSandbox.start(calls, mark, folder, isolation, group));
      boolean stands = false;
      try {
        made.sandbox.await(calls, folder);
        stands = true;
        return made;
      } finally {
        if (!stands) {
          made.close();
        }
      }
    }
  }

  private Optional<ControlGroup> group(NativeCalls calls, SandboxLimits limits) {
    if (groupIsTaken || !sandbox.end(calls) || !isolation.limits().equals(limits)) {
      return Optional.empty();
    }
    groupIsTaken = true;
    return Optional.of(sandbox.group());
  }

  /// Where its job finds its files.
  public JobFolder folder() {
    return folder;
  }

  ProcessMark mark() {
    return mark;
  }

  JobSandbox sandbox() {
    return sandbox;
  }

  /// Whether it is what a job is to have, and lives.
  public boolean fits(Isolation wanted) {
    try (NativeCalls calls = new NativeCalls()) {
      return isolation.equals(wanted) && sandbox.lives(new NativePipes(calls));
    }
  }

  /// Ends it, if its job has not. Its folder stays. Harmless when repeated.
  @Override
  public void close() {
    try (NativeCalls calls = new NativeCalls()) {
      sandbox.end(calls);
    }
    if (!groupIsTaken) {
      groupIsTaken = true;
      sandbox.group().close();
    }
  }
}
