package io.peerdeck.runner;

import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.runner.LogLine.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Numbers, masks and bounds what a job says, and collects its annotations, before it goes to the
/// [LogSink].
final class JobLog {
  private static final int MAX_ANNOTATIONS = 50;

  private final LogSink sink;
  private final InstantSource clock;
  private final Masks masks;
  private final long maxBytes;
  private final List<Annotation> annotations = new ArrayList<>();
  private long seq;
  private long bytes;
  private long droppedLines;
  private long droppedBytes;
  private boolean unflushed;
  private String failure = "";
  private volatile String breach = "";

  JobLog(LogSink sink, InstantSource clock, Masks masks, long maxBytes) {
    this.sink = sink;
    this.clock = clock;
    this.masks = masks;
    this.maxBytes = maxBytes;
  }

  /// A line of a process; beyond the bound it is counted and dropped.
  void output(int step, Stream stream, Level level, String text) {
    final String masked = masks.apply(text);
    final int size = masked.length() + 1;
    if (bytes + size > maxBytes) {
      if (droppedLines == 0) {
        say(
            step,
            Level.WARNING,
            "The log reached its limit of " + size(maxBytes) + "; further output is not kept.");
      }
      droppedLines++;
      droppedBytes += size;
      return;
    }
    bytes += size;
    send(step, stream, level, masked);
  }

  /// A remark of Peerdeck itself; always kept.
  void say(int step, Level level, String text) {
    final String masked = masks.apply(text);
    if (masked.isEmpty()) {
      send(step, Stream.PEERDECK, level, "");
    }
    masked.lines().forEach(line -> send(step, Stream.PEERDECK, level, line));
  }

  /// A remark of Peerdeck itself that is an annotation too.
  void annotate(int step, Level level, String text) {
    annotation(step, level, text, Map.of());
    say(step, level, text);
  }

  /// Keeps an annotation.
  void annotation(int step, Level level, String message, Map<String, String> properties) {
    if (annotations.size() < MAX_ANNOTATIONS) {
      Map<String, String> told = new TreeMap<>();
      properties.forEach((name, value) -> told.put(name, masks.apply(shortened(value))));
      annotations.add(new Annotation(step, level, masks.apply(shortened(message)), told));
    }
  }

  List<Annotation> annotations() {
    return List.copyOf(annotations);
  }

  /// Says at the end how much was dropped.
  void end() {
    if (droppedLines > 0) {
      say(
          0,
          Level.WARNING,
          "The log ends here: "
              + droppedLines
              + " further lines ("
              + size(droppedBytes)
              + ") were not kept.");
    }
    flush();
  }

  void flush() {
    if (unflushed) {
      unflushed = false;
      guarded(sink::flush);
    }
  }

  /// Why the job cannot go on: the sink takes no more, or a limit was broken; empty while all is
  /// well.
  String failure() {
    return failure.isEmpty() ? breach : failure;
  }

  /// Notes that the job broke a limit and was ended for it; the first such note counts. May be
  /// called on any thread.
  void breach(String why) {
    if (breach.isEmpty()) {
      breach = why;
    }
  }

  /// The limit the job broke; empty if none.
  String breach() {
    return breach;
  }

  /// Calls the sink; once it has failed, for instance because the disk is full, it is left alone
  /// and the job ends.
  private void guarded(Runnable call) {
    if (failure.isEmpty()) {
      try {
        call.run();
      } catch (RuntimeException e) {
        failure = "The job's log cannot be written: " + e.getMessage();
      }
    }
  }

  /// Tells the sink of a step's begin.
  void stepStarted(int number, String name, Instant at) {
    guarded(() -> sink.stepStarted(number, masks.apply(name), at));
  }

  /// Tells the sink of a step's end.
  void stepFinished(StepResult result) {
    flush();
    guarded(() -> sink.stepFinished(result));
  }

  /// Tells the sink that no step follows.
  void stepsOver() {
    guarded(sink::stepsOver);
  }

  private void send(int step, Stream stream, Level level, String text) {
    final long now = clock.millis();
    String rest = text;
    // A char takes at most three bytes, so the exact size is asked of long lines only.
    while (rest.length() > LogLine.MAX_BYTES / 3
        && rest.getBytes(StandardCharsets.UTF_8).length > LogLine.MAX_BYTES) {
      int cut = Math.min(rest.length(), LogLine.MAX_BYTES / 3);
      if (Character.isHighSurrogate(rest.charAt(cut - 1))) {
        cut--;
      }
      line(new LogLine(seq++, now, step, stream, level, rest.substring(0, cut)));
      rest = rest.substring(cut);
    }
    line(new LogLine(seq++, now, step, stream, level, rest));
    unflushed = true;
  }

  private void line(LogLine line) {
    guarded(() -> sink.line(line));
  }

  private static String shortened(String text) {
    return text.length() <= 4096 ? text : text.substring(0, 4096) + "…";
  }

  private static String size(long bytes) {
    return bytes < 1 << 20
        ? bytes + " bytes"
        : String.format(Locale.ROOT, "%.1f MiB", bytes / (double) (1 << 20));
  }
}
