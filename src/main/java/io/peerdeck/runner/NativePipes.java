package io.peerdeck.runner;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The pipes between the node and a sandbox. Belongs to the thread of its [NativeCalls].
final class NativePipes {
  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int O_NOFOLLOW = 0x20000;
  private static final int O_PATH = 0x200000;
  private static final int OWNER_ONLY = 0600;
  private static final short POLLIN = 1;

  private static final MethodHandle MKFIFO =
      NativeCalls.bind("mkfifo", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle OPEN =
      NativeCalls.bindVariadic("open", 2, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
  private static final MethodHandle PIPE2 = NativeCalls.bind("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
  private static final MethodHandle WRITE =
      NativeCalls.bind("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);

  private final NativeCalls calls;

  NativePipes(NativeCalls calls) {
    this.calls = calls;
  }

  /// Makes a named pipe that did not exist, and opens its read end, which never blocks.
  ///
  /// @throws RunnerException if something of that name exists
  int named(String path) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment name = arena.allocateFrom(path);
      if ((int) MKFIFO.invokeExact(calls.captured(), name, OWNER_ONLY) != 0) {
        throw new RunnerException("Cannot make the pipe " + path + ": errno " + calls.errno());
      }
      final int fd =
          (int) OPEN.invokeExact(calls.captured(), name, O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW, 0);
      if (fd < 0) {
        throw new RunnerException("Cannot open the pipe " + path + ": errno " + calls.errno());
      }
      return fd;
    } catch (Throwable t) {
      throw NativeCalls.broken(t);
    }
  }

  /// A descriptor that stands for a folder, whatever becomes of its path.
  ///
  /// @throws RunnerException if there is none
  int folder(String path) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment name = arena.allocateFrom(path);
      final int fd = (int) OPEN.invokeExact(calls.captured(), name, O_PATH | O_CLOEXEC, 0);
      if (fd < 0) {
        throw new RunnerException("Cannot open the folder " + path + ": errno " + calls.errno());
      }
      return fd;
    } catch (Throwable t) {
      throw NativeCalls.broken(t);
    }
  }

  /// A pipe from here to a child, closed on exec.
  ///
  /// @return read end, for the child; write end
  int[] toChild() {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment ends = arena.allocate(8, 4);
      if ((int) PIPE2.invokeExact(calls.captured(), ends, O_CLOEXEC) != 0) {
        throw new RunnerException("Cannot make a pipe: errno " + calls.errno());
      }
      return new int[] {ends.get(JAVA_INT, 0), ends.get(JAVA_INT, 4)};
    } catch (Throwable t) {
      throw NativeCalls.broken(t);
    }
  }

  /// Writes a few bytes, less than a pipe takes at once.
  ///
  /// @return false if nobody reads any more
  boolean write(int fd, byte[] bytes) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment text = arena.allocateFrom(JAVA_BYTE, bytes);
      return (long) WRITE.invokeExact(calls.captured(), fd, text, (long) bytes.length)
          == bytes.length;
    } catch (Throwable t) {
      throw NativeCalls.broken(t);
    }
  }

  /// Whether there is something to read, or the end, within a time.
  boolean ready(int fd, int millis) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment asked = arena.allocate(8, 4);
      asked.set(JAVA_INT, 0, fd);
      asked.set(JAVA_SHORT, 4, POLLIN);
      calls.poll(asked, 1, millis);
      return asked.get(JAVA_SHORT, 6) != 0;
    }
  }

  /// The text that can be read now; empty at the end, or if there is none.
  String text(int fd, int max) {
    try (Arena arena = Arena.ofConfined()) {
      final MemorySegment told = arena.allocate(max);
      final int count = calls.read(fd, told);
      return count <= 0
          ? ""
          : new String(
              told.asSlice(0, count).toArray(JAVA_BYTE), java.nio.charset.StandardCharsets.UTF_8);
    }
  }
}
