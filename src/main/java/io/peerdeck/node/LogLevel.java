package io.peerdeck.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// How much a process says of itself, gravest first. Of the libraries it uses, only what is grave
/// is said at any level.
public enum LogLevel {
  ERROR,
  WARN,
  INFO,
  DEBUG,
  TRACE;

  /// As settings and options write it.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// All of them, as they are written.
  public static List<String> texts() {
    return Arrays.stream(values()).map(LogLevel::text).toList();
  }

  /// The level of this name, in letters of any case.
  public static Optional<LogLevel> of(String text) {
    return Arrays.stream(values()).filter(level -> level.name().equalsIgnoreCase(text)).findFirst();
  }

  /// From now on this process says what is of this level or graver, on its standard error and in
  /// the logs of its nodes.
  public void apply() {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.getLogger("io.peerdeck").setLevel(Level.toLevel(name()));
  }
}
