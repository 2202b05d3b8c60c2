package io.peerdeck.runner;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// One output stream of a step's process: reads what is there and cuts it into lines.
final class OutputPump {
  private final NativeCalls calls;
  private final int fd;
  private final LineCutter cutter;
  private boolean open = true;

  OutputPump(NativeCalls calls, int fd, LineCutter cutter) {
    this.calls = calls;
    this.fd = fd;
    this.cutter = cutter;
  }

  int fd() {
    return fd;
  }

  /// Whether the stream has not ended yet.
  boolean isOpen() {
    return open;
  }

  /// Reads once; false if there was nothing to read, or the stream ended.
  boolean read(MemorySegment nativeBuffer, byte[] buffer) {
    if (!open) {
      return false;
    }
    final int count = calls.read(fd, nativeBuffer);
    if (count < 0) {
      return false;
    }
    if (count == 0) {
      close();
      return false;
    }
    MemorySegment.copy(nativeBuffer, ValueLayout.JAVA_BYTE, 0, buffer, 0, count);
    cutter.feed(buffer, count);
    return true;
  }

  /// Ends the stream; an unfinished line is sent.
  void close() {
    if (open) {
      open = false;
      calls.closeFd(fd);
      cutter.end();
    }
  }
}
