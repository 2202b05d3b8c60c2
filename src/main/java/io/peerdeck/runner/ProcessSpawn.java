package io.peerdeck.runner;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Starts a process by `posix_spawn`: in a session of its own, standard input from `/dev/null`,
/// output into two pipes, no other descriptor inherited, every signal at its default (a node
/// started in the background by a shell ignores SIGINT; its jobs must not). It takes about half the
/// time of `ProcessBuilder`, which goes through a second program.
final class ProcessSpawn {
  private static final int FLAG_SIGDEF = 0x04;
  private static final int FLAG_SIGMASK = 0x08;
  private static final int FLAG_SETSID = 0x80;
  private static final int ENOENT = 2;
  private static final int EACCES = 13;
  private static final int E2BIG = 7;
  // Room for the C library's opaque structures, larger than on any architecture (80, 336 and 128
  // bytes on x86-64).
  private static final long OPAQUE = 1024;

  private static final MethodHandle SPAWN =
      NativeCalls.bind(
          "posix_spawn", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS);
  private static final MethodHandle ACTIONS_INIT =
      NativeCalls.bind("posix_spawn_file_actions_init", JAVA_INT, ADDRESS);
  private static final MethodHandle ACTIONS_DESTROY =
      NativeCalls.bind("posix_spawn_file_actions_destroy", JAVA_INT, ADDRESS);
  private static final MethodHandle ADD_DUP2 =
      NativeCalls.bind("posix_spawn_file_actions_adddup2", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle ADD_OPEN =
      NativeCalls.bind(
          "posix_spawn_file_actions_addopen",
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          ADDRESS,
          JAVA_INT,
          JAVA_INT);
  private static final MethodHandle ADD_CHDIR =
      NativeCalls.bind("posix_spawn_file_actions_addchdir_np", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle ADD_CLOSEFROM =
      NativeCalls.bind("posix_spawn_file_actions_addclosefrom_np", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle ATTR_INIT =
      NativeCalls.bind("posix_spawnattr_init", JAVA_INT, ADDRESS);
  private static final MethodHandle ATTR_DESTROY =
      NativeCalls.bind("posix_spawnattr_destroy", JAVA_INT, ADDRESS);
  private static final MethodHandle ATTR_FLAGS =
      NativeCalls.bind("posix_spawnattr_setflags", JAVA_INT, ADDRESS, JAVA_SHORT);
  private static final MethodHandle ATTR_SIGDEF =
      NativeCalls.bind("posix_spawnattr_setsigdefault", JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle ATTR_SIGMASK =
      NativeCalls.bind("posix_spawnattr_setsigmask", JAVA_INT, ADDRESS, ADDRESS);

  private final NativeCalls calls;

  ProcessSpawn(NativeCalls calls) {
    this.calls = calls;
  }

  /// A process that runs.
  ///
  /// @param pid it leads a session and process group of this number; it stays a zombie until the
  ///     runner waits for it
  /// @param pidfd readable when it has ended, or -1
  /// @param out read end of its standard output
  /// @param err read end of its standard error
  record Started(int pid, int pidfd, int out, int err) {}

  /// Starts a program.
  ///
  /// @param command absolute path of the program, then its arguments
  /// @throws RunnerException if it cannot be started, saying why
  Started start(List<String> command, Map<String, String> environment, Path folder) {
    return start(command, environment, folder, -1);
  }

  /// The same with an input.
  ///
  /// @param input a descriptor to read from, or -1 for none
  Started start(List<String> command, Map<String, String> environment, Path folder, int input) {
    final int[] out = calls.pipe();
    final int[] err;
    try {
      err = calls.pipe();
    } catch (RuntimeException e) {
      calls.closeFd(out[0]);
      calls.closeFd(out[1]);
      throw e;
    }
    boolean started = false;
    try (Arena arena = Arena.ofConfined()) {
      final int pid = spawn(arena, command, environment, folder, input, out[1], err[1]);
      started = true;
      return new Started(pid, calls.pidfd(pid), out[0], err[0]);
    } catch (Throwable t) {
      throw NativeCalls.broken(t);
    } finally {
      calls.closeFd(out[1]);
      calls.closeFd(err[1]);
      if (!started) {
        calls.closeFd(out[0]);
        calls.closeFd(err[0]);
      }
    }
  }

  private int spawn(
      Arena arena,
      List<String> command,
      Map<String, String> environment,
      Path folder,
      int input,
      int out,
      int err)
      throws Throwable {
    final MemorySegment errno = calls.captured();
    final MemorySegment actions = arena.allocate(OPAQUE, 16);
    final MemorySegment attributes = arena.allocate(OPAQUE, 16);
    ok((int) ACTIONS_INIT.invokeExact(errno, actions));
    ok((int) ATTR_INIT.invokeExact(errno, attributes));
    try {
      if (input < 0) {
        final MemorySegment nothing = arena.allocateFrom("/dev/null");
        ok((int) ADD_OPEN.invokeExact(errno, actions, 0, nothing, 0, 0));
      } else {
        ok((int) ADD_DUP2.invokeExact(errno, actions, input, 0));
      }
      ok((int) ADD_DUP2.invokeExact(errno, actions, out, 1));
      ok((int) ADD_DUP2.invokeExact(errno, actions, err, 2));
      ok((int) ADD_CLOSEFROM.invokeExact(errno, actions, 3));
      final MemorySegment cwd = arena.allocateFrom(folder.toString());
      ok((int) ADD_CHDIR.invokeExact(errno, actions, cwd));
      // Signals 1 to 31 without SIGKILL and SIGSTOP, which cannot be set.
      final MemorySegment defaults = arena.allocate(OPAQUE, 16);
      defaults.set(JAVA_LONG, 0, 0x7fff_ffffL & ~(1L << 8) & ~(1L << 18));
      final MemorySegment none = arena.allocate(OPAQUE, 16);
      ok((int) ATTR_SIGDEF.invokeExact(errno, attributes, defaults));
      ok((int) ATTR_SIGMASK.invokeExact(errno, attributes, none));
      ok(
          (int)
              ATTR_FLAGS.invokeExact(
                  errno, attributes, (short) (FLAG_SIGDEF | FLAG_SIGMASK | FLAG_SETSID)));
      final MemorySegment pid = arena.allocate(JAVA_INT);
      final MemorySegment program = arena.allocateFrom(command.getFirst());
      final MemorySegment argv = strings(arena, command);
      final MemorySegment envp =
          strings(
              arena,
              environment.entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList());
      final int failed =
          (int) SPAWN.invokeExact(errno, pid, program, actions, attributes, argv, envp);
      if (failed != 0) {
        throw new RunnerException(explain(failed, command.getFirst(), folder));
      }
      return pid.get(JAVA_INT, 0);
    } finally {
      ok((int) ACTIONS_DESTROY.invokeExact(errno, actions));
      ok((int) ATTR_DESTROY.invokeExact(errno, attributes));
    }
  }

  private static String explain(int errno, String program, Path folder) {
    return switch (errno) {
      case ENOENT ->
          "Cannot start "
              + program
              + " in "
              + folder
              + ": the program or the folder does not exist.";
      case EACCES -> "Cannot start " + program + " in " + folder + ": permission denied.";
      case E2BIG ->
          "Cannot start "
              + program
              + ": its environment and arguments are longer than the system allows.";
      default -> "Cannot start " + program + " in " + folder + ": errno " + errno + ".";
    };
  }

  private static MemorySegment strings(Arena arena, List<String> texts) {
    final MemorySegment array = arena.allocate(ADDRESS, texts.size() + 1L);
    for (int i = 0; i < texts.size(); i++) {
      final String text = texts.get(i);
      if (text.indexOf('\0') >= 0) {
        throw new RunnerException(
            "A NUL character cannot be passed to a process: "
                + text.replace('\0', '?').lines().findFirst().orElse(""));
      }
      array.setAtIndex(ADDRESS, i, arena.allocateFrom(text));
    }
    array.setAtIndex(ADDRESS, texts.size(), MemorySegment.NULL);
    return array;
  }

  private static void ok(int result) {
    if (result != 0) {
      throw new RunnerException("Preparing a process failed with errno " + result + ".");
    }
  }
}
