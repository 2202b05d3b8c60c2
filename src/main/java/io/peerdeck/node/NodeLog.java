package io.peerdeck.node;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.FixedWindowRollingPolicy;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/// The node's own log as a file of JSON lines beside the logs of jobs: at most four files of 2 MiB,
/// without invitations and tokens.
final class NodeLog implements AutoCloseable {
  static final int MAX_LINES = 10_000;

  private static final String NAME = "node.log";
  private static final String SIZE = "2MB";
  private static final int OLDER = 3;
  private static final int READ = 4 << 20;
  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(NodeLog.class);

  private final Path file;
  private final RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
  private final Logger root;

  /// Begins to write `node.log` in the folder of logs.
  NodeLog(Path folder) {
    file = folder.resolve(NAME);
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    NodeLogFormat format = new NodeLogFormat();
    format.setContext(context);
    format.start();
    FixedWindowRollingPolicy rolling = new FixedWindowRollingPolicy();
    rolling.setContext(context);
    rolling.setParent(appender);
    rolling.setFileNamePattern(folder.resolve("node.%i.log").toString());
    rolling.setMinIndex(1);
    rolling.setMaxIndex(OLDER);
    SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
    size.setContext(context);
    size.setMaxFileSize(FileSize.valueOf(SIZE));
    size.start();
    appender.setContext(context);
    appender.setName("node-log " + folder);
    appender.setFile(file.toString());
    appender.setEncoder(format);
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    rolling.start();
    endCutLine();
    appender.start();
    root.addAppender(appender);
  }

  /// What a crash cut off must not take the next line with it.
  private void endCutLine() {
    if (!Files.exists(file)) {
      return;
    }
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
      if (log.length() > 0) {
        log.seek(log.length() - 1);
        if (log.read() != '\n') {
          log.write('\n');
        }
      }
    } catch (IOException e) {
      LOG.warn("The node's log {} cannot be written: {}", file, DiskError.why(e));
    }
  }

  /// The last lines, oldest first, of the newest 4 MiB. What is no line of this log is shown as it
  /// stands there, with the time of the line before it.
  List<NodeLogLine> tail(int lines) {
    Deque<NodeLogLine> tail = new ArrayDeque<>();
    int wanted = Math.clamp(lines, 0, MAX_LINES);
    for (String line : text().lines().toList()) {
      Instant before = tail.isEmpty() ? Instant.EPOCH : tail.getLast().time();
      tail.addLast(
          NodeLogFormat.read(line)
              .orElseGet(() -> new NodeLogLine(before, LogLevel.INFO.text(), NAME, line)));
      if (tail.size() > wanted) {
        tail.removeFirst();
      }
    }
    return List.copyOf(tail);
  }

  /// The same lines as people read them.
  String readable() {
    return tail(MAX_LINES).stream()
        .map(
            line ->
                "%s %-5s %s - %s%n"
                    .formatted(
                        line.time(),
                        line.level().toUpperCase(Locale.ROOT),
                        line.source(),
                        line.text()))
        .collect(Collectors.joining());
  }

  /// The newest 4 MiB of the file, and of the one before it where there is room.
  private String text() {
    byte[] newest = end(file, READ);
    byte[] before = end(file.resolveSibling("node.1.log"), READ - newest.length);
    return new String(before, StandardCharsets.UTF_8) + new String(newest, StandardCharsets.UTF_8);
  }

  private static byte[] end(Path path, int most) {
    if (most <= 0 || !Files.exists(path)) {
      return new byte[0];
    }
    try (RandomAccessFile in = new RandomAccessFile(path.toFile(), "r")) {
      byte[] bytes = new byte[(int) Math.min(most, in.length())];
      in.seek(in.length() - bytes.length);
      in.readFully(bytes);
      return bytes.length < in.length() ? afterCutLine(bytes) : bytes;
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The node's log " + path + " cannot be read: " + DiskError.why(e) + ".",
          e);
    }
  }

  private static byte[] afterCutLine(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return Arrays.copyOfRange(bytes, Math.min(end + 1, bytes.length), bytes.length);
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    appender.stop();
  }
}
