package io.peerdeck.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
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
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;

/// The node's own log as a file beside the logs of jobs: at most four files of 2 MiB. Invitations
/// and tokens are taken out of it before they reach the disk.
final class NodeLog implements AutoCloseable {
  static final int MAX_LINES = 10_000;

  private static final String SIZE = "2MB";
  private static final int OLDER = 3;
  private static final int READ = 4 << 20;
  private static final String SECRETS = "(peerdeck:|[Bb]earer )[A-Za-z0-9_.+/=-]+";
  private static final Pattern HEAD =
      Pattern.compile("(\\S+Z) (ERROR|WARN|INFO|DEBUG|TRACE) +\\[[^]]*] (\\S+) - (.*)");

  private final Path file;
  private final RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
  private final Logger root;

  /// Begins to write `node.log` in the folder of logs.
  NodeLog(Path folder) {
    file = folder.resolve("node.log");
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    PatternLayoutEncoder encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setPattern(
        "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z', UTC} %-5level [%thread] %logger{0} - %replace(%msg){'"
            + SECRETS
            + "', '$1***'}%n%replace(%ex){'"
            + SECRETS
            + "', '$1***'}%nopex");
    encoder.start();
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
    appender.setEncoder(encoder);
    appender.setRollingPolicy(rolling);
    appender.setTriggeringPolicy(size);
    rolling.start();
    appender.start();
    root.addAppender(appender);
  }

  /// From now on Peerdeck's own classes say what is of this level or graver.
  static void level(String level) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.peerdeck").setLevel(Level.toLevel(level, Level.INFO));
  }

  /// The last lines, oldest first, of the newest 4 MiB.
  List<NodeLogLine> tail(int lines) {
    Deque<NodeLogLine> tail = new ArrayDeque<>();
    int wanted = Math.clamp(lines, 0, MAX_LINES);
    for (String line : text().lines().toList()) {
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        tail.addLast(
            new NodeLogLine(
                time(head.group(1)),
                head.group(2).toLowerCase(Locale.ROOT),
                head.group(3),
                head.group(4)));
      } else if (!tail.isEmpty()) {
        NodeLogLine last = tail.removeLast();
        tail.addLast(
            new NodeLogLine(last.time(), last.level(), last.source(), last.text() + "\n" + line));
      }
      if (tail.size() > wanted) {
        tail.removeFirst();
      }
    }
    return List.copyOf(tail);
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      return Instant.EPOCH; // somebody wrote into the file
    }
  }

  /// The newest 4 MiB of the file, and of the one before it where there is room.
  String text() {
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
      return bytes;
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED,
          "The node's log " + path + " cannot be read: " + DiskError.why(e) + ".",
          e);
    }
  }

  @Override
  public void close() {
    root.detachAppender(appender);
    appender.stop();
  }
}
