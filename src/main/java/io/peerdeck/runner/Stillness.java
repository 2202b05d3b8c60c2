package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Stops what steps of a sandboxed job left in the background while the node itself reads and
/// writes in the job's folder.
final class Stillness {
  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;
  private static final long DEADLINE_NANOS = TimeUnit.SECONDS.toNanos(5);

  private Stillness() {}

  /// Stops them, works, lets them go on.
  ///
  /// @param outer bubblewrap's process
  /// @throws RunnerException if they cannot be stopped within 5 s; the work is not done then
  static void during(int outer, Runnable work) {
    try (NativeCalls calls = new NativeCalls()) {
      final Set<Integer> stopped = new HashSet<>();
      try {
        stop(calls, outer, stopped);
        work.run();
      } finally {
        stopped.forEach(pid -> calls.kill(pid, SIGCONT));
      }
    }
  }

  /// Stops all until a look finds none that moves: one that moved could have started another.
  private static void stop(NativeCalls calls, int outer, Set<Integer> stopped) {
    final long begun = System.nanoTime();
    while (true) {
      final List<Integer> moving =
          SandboxPids.of(outer).steps().stream().filter(Stillness::moves).toList();
      if (moving.isEmpty()) {
        return;
      }
      if (System.nanoTime() - begun > DEADLINE_NANOS) {
        throw new RunnerException(
            "The job's background processes cannot be stopped while the node works in its folder: "
                + moving);
      }
      moving.forEach(
          pid -> {
            stopped.add(pid);
            calls.kill(pid, SIGSTOP);
          });
      LockSupport.parkNanos(200_000);
    }
  }

  private static boolean moves(int pid) {
    try {
      final String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      final int at = stat.lastIndexOf(')') + 2;
      return at < stat.length() && "TtZX".indexOf(stat.charAt(at)) < 0;
    } catch (IOException e) {
      return false; // it has ended
    }
  }
}
