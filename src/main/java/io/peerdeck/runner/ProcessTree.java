package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Finds and kills every process that came from a job, also those that left its session and parent
/// behind (`setsid`, `nohup`, double fork): by the marks of [ProcessMark] in `/proc/PID/environ`
/// and `/proc/PID/limits`, and downwards from those by parent. GitHub's own runner looks for a
/// variable in the environment likewise.
final class ProcessTree {
  /// RLIMIT_MSGQUEUE: inherited by fork and exec, and nobody else sets it.
  static final int MARKED_LIMIT = 12;

  private static final Path PROC = Path.of("/proc");
  private static final int ENVIRON_READ_MAX = 4 << 20;
  private static final long KILL_DEADLINE_SECONDS = 5;

  private final NativeCalls calls;
  private final PidWindow window;

  /// @param window holds the numbers of all processes that can be meant
  ProcessTree(NativeCalls calls, PidWindow window) {
    this.calls = calls;
    this.window = window;
  }

  /// A process that carries a mark.
  ///
  /// @param name as the kernel knows it, e.g. `sleep`
  record Member(int pid, String name) {}

  /// Living processes whose mark begins with `prefix`, or that carry the limit, and all their
  /// descendants.
  ///
  /// @param limit value of the marked limit, or -1 to look at the environment only
  List<Member> find(String prefix, long limit) {
    return find(window, prefix, limit);
  }

  private static List<Member> find(PidWindow window, String prefix, long limit) {
    final byte[] wanted =
        ("\0" + ProcessMark.VARIABLE + "=" + prefix).getBytes(StandardCharsets.UTF_8);
    final int self = (int) ProcessHandle.current().pid();
    final int session = ownSession();
    final Map<Integer, Status> all = new HashMap<>();
    final Set<Integer> ours = new HashSet<>();
    window.close();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
      for (final Path entry : entries) {
        final int pid = Integer.parseInt(entry.getFileName().toString());
        if (pid == self || !window.covers(pid)) {
          continue;
        }
        final Status status = status(entry);
        if (status == null) {
          continue;
        }
        all.put(pid, status);
        // What the node starts for itself while a step's limit is set inherits it, but stays in the
        // node's session, which no process of a step can enter: each step begins one of its own.
        if (marked(entry, wanted, status.session() == session ? -1 : limit)) {
          ours.add(pid);
        }
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot look through /proc for the job's processes.", e);
    }
    boolean grew = !ours.isEmpty();
    while (grew) {
      grew = false;
      for (final Map.Entry<Integer, Status> process : all.entrySet()) {
        grew |= ours.contains(process.getValue().parent()) && ours.add(process.getKey());
      }
    }
    return all.entrySet().stream()
        .filter(process -> ours.contains(process.getKey()))
        .sorted(Map.Entry.comparingByKey())
        .map(process -> new Member(process.getKey(), process.getValue().name()))
        .toList();
  }

  /// Kills all such processes until none is left.
  ///
  /// @return those found at first
  /// @throws RunnerException if some are still there after 5 s (they belong to another user, or
  ///     hang in the kernel)
  List<Member> killAll(String prefix, long limit) {
    final List<Member> first = find(prefix, limit);
    List<Member> left = first;
    final long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(KILL_DEADLINE_SECONDS);
    while (!left.isEmpty()) {
      for (final Member member : left) {
        calls.kill(member.pid(), NativeCalls.SIGKILL);
      }
      left = find(prefix, limit);
      if (System.nanoTime() - deadline > 0 && !left.isEmpty()) {
        throw new RunnerException("These processes of the job could not be killed: " + left);
      }
      Thread.onSpinWait();
    }
    return first;
  }

  /// Sends one signal to all such processes.
  void signal(String prefix, long limit, int signal) {
    for (final Member member : find(prefix, limit)) {
      calls.kill(member.pid(), signal);
    }
  }

  private record Status(String name, int parent, int session) {}

  private static int ownSession() {
    try {
      final Status own = status(PROC.resolve("self"));
      return own == null ? -1 : own.session();
    } catch (IOException e) {
      throw new RunnerException("Cannot read this process's own session.", e);
    }
  }

  /// Name, parent and session from `/proc/PID/stat`; null if it has ended (zombies have).
  private static @Nullable Status status(Path entry) throws IOException {
    final byte[] bytes = contents(entry.resolve("stat"), 4096);
    final String stat = new String(bytes, StandardCharsets.UTF_8);
    final int open = stat.indexOf('(');
    final int close = stat.lastIndexOf(')');
    if (open < 0 || close < 0 || close + 4 > stat.length()) {
      return null;
    }
    final String[] fields = stat.substring(close + 2).split(" ", 5);
    if (fields.length < 5 || fields[0].equals("Z") || fields[0].equals("X")) {
      return null;
    }
    return new Status(
        stat.substring(open + 1, close), Integer.parseInt(fields[1]), Integer.parseInt(fields[3]));
  }

  private static boolean marked(Path entry, byte[] wanted, long limit) throws IOException {
    final byte[] environ = contents(entry.resolve("environ"), ENVIRON_READ_MAX);
    if (environ.length > 0 && holds(environ, wanted)) {
      return true;
    }
    if (limit < 0) {
      return false;
    }
    final String limits =
        new String(contents(entry.resolve("limits"), 8192), StandardCharsets.US_ASCII);
    final int line = limits.indexOf("Max msgqueue size");
    if (line < 0) {
      return false;
    }
    final String[] words =
        limits.substring(line + "Max msgqueue size".length()).stripLeading().split("\\s+", 3);
    final String text = Long.toString(limit);
    return words.length > 1 && (words[0].equals(text) || words[1].equals(text));
  }

  /// The file's bytes; none if the process is gone or another user's.
  private static byte[] contents(Path file, int max) throws IOException {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(max);
    } catch (NoSuchFileException | AccessDeniedException e) {
      return new byte[0];
    } catch (IOException e) {
      // A process that ends between opening and reading answers ESRCH, which has no exception type
      // of its own.
      if (!Files.exists(file) || String.valueOf(e.getMessage()).contains("No such process")) {
        return new byte[0];
      }
      if (String.valueOf(e.getMessage()).contains("Permission denied")) {
        return new byte[0];
      }
      throw e;
    }
  }

  private static boolean holds(byte[] environ, byte[] wanted) {
    // The first variable has no NUL before it.
    for (int at = -1; at + wanted.length <= environ.length; at++) {
      int i = at < 0 ? 1 : 0;
      while (i < wanted.length && environ[at + i] == wanted[i]) {
        i++;
      }
      if (i == wanted.length) {
        return true;
      }
    }
    return false;
  }

  /// Kills what jobs of an earlier life of this node left behind.
  ///
  /// @return what was found
  static List<Member> killLeftovers(String node) {
    // Nearly always nothing is left, and to bind the system's calls takes longer than to look.
    if (find(PidWindow.all(), ProcessMark.ofNode(node), -1).isEmpty()) {
      return List.of();
    }
    try (NativeCalls calls = new NativeCalls()) {
      return new ProcessTree(calls, PidWindow.all()).killAll(ProcessMark.ofNode(node), -1);
    }
  }
}
