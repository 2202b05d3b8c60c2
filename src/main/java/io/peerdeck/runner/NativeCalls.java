package io.peerdeck.runner;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Locale;
import java.util.function.Supplier;

/// The Linux calls the runner needs and the JDK does not offer: signals to process groups, `pidfd`,
/// `poll`, and a `posix_spawn` that closes every inherited descriptor and resets ignored signals.
/// An instance belongs to the thread that made it and keeps its own `errno`. Names and numbers
/// follow the man pages of section 2 and 3.
final class NativeCalls implements AutoCloseable {
  static final int SIGINT = 2;
  static final int SIGKILL = 9;
  static final int SIGTERM = 15;
  static final int EINTR = 4;
  static final int EAGAIN = 11;

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int F_SETFL = 4;
  private static final int EFD_FLAGS = O_NONBLOCK | O_CLOEXEC;
  private static final int WNOHANG = 1;
  private static final long SYS_PIDFD_OPEN = 434;

  private static final StructLayout CAPTURED = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      CAPTURED.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option WITH_ERRNO = Linker.Option.captureCallState("errno");

  private static final MethodHandle POLL = bind("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
  private static final MethodHandle READ = bind("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle WRITE = bind("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
  private static final MethodHandle CLOSE = bind("close", JAVA_INT, JAVA_INT);
  private static final MethodHandle PIPE2 = bind("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle EVENTFD = bind("eventfd", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle KILL = bind("kill", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle WAITPID =
      bind("waitpid", JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle PRLIMIT =
      bind("prlimit", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
  private static final MethodHandle FCNTL =
      bindVariadic("fcntl", 2, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle SYSCALL =
      bindVariadic("syscall", 1, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);

  /// Held while this process's own limits are lent to a child.
  private static final Object OWN_LIMITS = new Object();

  private final Arena arena = Arena.ofConfined();
  private final MemorySegment captured = arena.allocate(CAPTURED);
  private final MemorySegment scratch = arena.allocate(32, 8);

  NativeCalls() {
    final String os = System.getProperty("os.name", "");
    if (!os.toLowerCase(Locale.ROOT).contains("linux")) {
      throw new RunnerException("Running jobs needs Linux; this machine says " + os + ".");
    }
  }

  @SuppressWarnings("restricted") // Granted by --enable-native-access.
  static MethodHandle bind(String name, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        symbol(name), FunctionDescriptor.of(result, arguments), WITH_ERRNO);
  }

  @SuppressWarnings("restricted") // Granted by --enable-native-access.
  static MethodHandle bindVariadic(
      String name, int fixed, MemoryLayout result, MemoryLayout... arguments) {
    return LINKER.downcallHandle(
        symbol(name),
        FunctionDescriptor.of(result, arguments),
        WITH_ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  private static MemorySegment symbol(String name) {
    return LINKER
        .defaultLookup()
        .find(name)
        .orElseThrow(
            () ->
                new RunnerException(
                    "Running jobs needs the C library call " + name + " (glibc 2.34 or newer)."));
  }

  static RuntimeException broken(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    return thrown instanceof RuntimeException runtime ? runtime : new IllegalStateException(thrown);
  }

  /// `errno` of the latest failed call of this instance.
  int errno() {
    return (int) ERRNO.get(captured, 0L);
  }

  MemorySegment captured() {
    return captured;
  }

  /// A pipe whose two ends are closed on exec and whose read end never blocks.
  ///
  /// @return read end, write end
  int[] pipe() {
    try {
      check("pipe2", (int) PIPE2.invokeExact(captured, scratch, O_CLOEXEC));
      final int read = scratch.get(JAVA_INT, 0);
      final int write = scratch.get(JAVA_INT, 4);
      check("fcntl", (int) FCNTL.invokeExact(captured, read, F_SETFL, O_NONBLOCK));
      return new int[] {read, write};
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// A counter descriptor that wakes [#poll] from other threads.
  int eventfd() {
    try {
      return check("eventfd", (int) EVENTFD.invokeExact(captured, 0, EFD_FLAGS));
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Makes an eventfd readable.
  void signalEvent(int fd) {
    scratch.set(JAVA_LONG, 16, 1);
    try {
      final long written = (long) WRITE.invokeExact(captured, fd, scratch.asSlice(16, 8), 8L);
      if (written < 0 && errno() != EAGAIN) {
        throw new RunnerException("write to eventfd failed with errno " + errno());
      }
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Bytes read, 0 at the end of the stream, -1 if there is nothing now.
  int read(int fd, MemorySegment into) {
    try {
      final long n = (long) READ.invokeExact(captured, fd, into, into.byteSize());
      if (n >= 0) {
        return (int) n;
      }
      final int errno = errno();
      if (errno == EAGAIN || errno == EINTR) {
        return -1;
      }
      throw new RunnerException("read from a process failed with errno " + errno);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  void closeFd(int fd) {
    try {
      final int ignored = (int) CLOSE.invokeExact(captured, fd);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Waits until one of the descriptors is ready. Layout of `pollfds`: int fd, short events, short
  /// revents, each.
  ///
  /// @param millis at most so long; 0 only looks
  void poll(MemorySegment pollfds, int count, int millis) {
    try {
      final int ready = (int) POLL.invokeExact(captured, pollfds, (long) count, millis);
      if (ready < 0 && errno() != EINTR) {
        throw new RunnerException("poll failed with errno " + errno());
      }
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Sends a signal; false if there is nobody to receive it.
  ///
  /// @param pid a process, or minus a process group
  boolean kill(int pid, int signal) {
    try {
      return (int) KILL.invokeExact(captured, pid, signal) == 0;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// A descriptor that is readable once the process has ended; -1 where the kernel has none (before
  /// 5.3).
  int pidfd(int pid) {
    try {
      return (int) (long) SYSCALL.invokeExact(captured, SYS_PIDFD_OPEN, (long) pid, 0L);
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// The wait status of a child that ended, reaping it; -1 while it lives.
  int tryWait(int pid) {
    try {
      final int reaped = (int) WAITPID.invokeExact(captured, pid, scratch, WNOHANG);
      if (reaped == pid) {
        return scratch.get(JAVA_INT, 0);
      }
      if (reaped < 0 && errno() != EINTR) {
        throw new RunnerException("waitpid(" + pid + ") failed with errno " + errno());
      }
      return -1;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Sets soft and hard limit of another process of ours; false if the kernel refuses.
  boolean limit(int pid, int resource, long value) {
    return limit(pid, resource, value, value);
  }

  private boolean limit(int pid, int resource, long soft, long hard) {
    scratch.set(JAVA_LONG, 0, soft);
    scratch.set(JAVA_LONG, 8, hard);
    try {
      return (int) PRLIMIT.invokeExact(captured, pid, resource, scratch, MemorySegment.NULL) == 0;
    } catch (Throwable t) {
      throw broken(t);
    }
  }

  /// Runs an action while this process has another soft limit, which whatever it starts meanwhile
  /// inherits. Where the kernel refuses, the action runs without.
  <T> T withSoftLimit(int resource, long value, Supplier<T> action) {
    synchronized (OWN_LIMITS) {
      final long soft;
      final long hard;
      try {
        if ((int) PRLIMIT.invokeExact(captured, 0, resource, MemorySegment.NULL, scratch) != 0) {
          return action.get();
        }
        soft = scratch.get(JAVA_LONG, 0);
        hard = scratch.get(JAVA_LONG, 8);
      } catch (Throwable t) {
        throw broken(t);
      }
      limit(0, resource, value, hard);
      try {
        return action.get();
      } finally {
        limit(0, resource, soft, hard);
      }
    }
  }

  private int check(String call, int result) {
    if (result < 0) {
      throw new RunnerException(call + " failed with errno " + errno());
    }
    return result;
  }

  @Override
  public void close() {
    arena.close();
  }
}
