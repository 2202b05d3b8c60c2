package io.peerdeck.runner;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The process numbers handed out since a moment, so that the end of a short job looks at the few
/// new processes and not at all there are. Numbers go up and wrap; where so many processes were
/// made that they may have gone round, or the kernel does not tell, the window covers everything.
final class PidWindow {
  private static final Path STAT = Path.of("/proc/stat");
  private static final Path LOADAVG = Path.of("/proc/loadavg");
  private static final Path PID_MAX = Path.of("/proc/sys/kernel/pid_max");
  private static final int MOST = 1 << 20;
  private static final String FORKS = "\nprocesses ";

  private final long forksBefore;
  private final int lastBefore;
  private boolean all = true;
  private int last;

  private PidWindow(long forksBefore, int lastBefore) {
    this.forksBefore = forksBefore;
    this.lastBefore = lastBefore;
  }

  /// Opens a window at this moment.
  static PidWindow open() {
    return new PidWindow(forks(), lastPid());
  }

  /// A window that covers everything.
  static PidWindow all() {
    return new PidWindow(-1, -1);
  }

  /// Closes the window at this moment; it may be closed again later.
  void close() {
    final long forks = forks();
    last = lastPid();
    all =
        forksBefore < 0
            || forks < 0
            || lastBefore <= 0
            || last <= 0
            || forks - forksBefore >= pidMax() / 2;
  }

  /// Whether a process may have begun within the window.
  boolean covers(int pid) {
    if (all) {
      return true;
    }
    return lastBefore <= last ? pid > lastBefore && pid <= last : pid > lastBefore || pid <= last;
  }

  private static long forks() {
    final String stat = read(STAT);
    final int at = stat.indexOf(FORKS);
    return at < 0 ? -1 : number(stat, at + FORKS.length());
  }

  private static int lastPid() {
    final String load = read(LOADAVG);
    return (int) number(load, load.lastIndexOf(' ') + 1);
  }

  private static long pidMax() {
    return Math.max(0, number(read(PID_MAX), 0));
  }

  private static long number(String text, int from) {
    int to = from;
    while (to < text.length() && Character.isDigit(text.charAt(to))) {
      to++;
    }
    return to == from ? -1 : Long.parseLong(text, from, to, 10);
  }

  private static String read(Path file) {
    // In one read: what is below /proc/sys tells nothing more to whoever has begun with one byte.
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(MOST), StandardCharsets.US_ASCII);
    } catch (IOException e) {
      // Not told, which the callers take for "may have gone round".
      return "";
    }
  }
}
