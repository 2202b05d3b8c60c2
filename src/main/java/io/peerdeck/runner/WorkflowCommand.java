package io.peerdeck.runner;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A workflow command in a line of output: `::name key=value,key=value::text`, or the older
/// `##[name key=value;key=value]text`, which may stand anywhere in it.
///
/// @param name in lower case
/// @param properties unescaped
/// @param text unescaped
record WorkflowCommand(String name, Map<String, String> properties, String text) {
  static final String OLD = "##[";

  /// Reads a line; empty if it is no command. GitHub allows blanks before the two colons.
  static Optional<WorkflowCommand> parse(String line) {
    int start = 0;
    while (start < line.length() && line.charAt(start) <= ' ') {
      start++;
    }
    if (!line.startsWith("::", start)) {
      return Optional.empty();
    }
    final int end = line.indexOf("::", start + 2);
    if (end < 0) {
      return Optional.empty();
    }
    final String head = line.substring(start + 2, end);
    final int blank = head.indexOf(' ');
    final String name = blank < 0 ? head : head.substring(0, blank);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    final Map<String, String> properties = new LinkedHashMap<>();
    if (blank >= 0) {
      for (final String pair : head.substring(blank + 1).split(",", -1)) {
        final int equals = pair.indexOf('=');
        if (equals > 0) {
          final String key = pair.substring(0, equals).strip().toLowerCase(Locale.ROOT);
          properties.put(key, propertyText(pair.substring(equals + 1)));
        }
      }
    }
    return Optional.of(
        new WorkflowCommand(
            name.toLowerCase(Locale.ROOT),
            Map.copyOf(properties),
            plainText(line.substring(end + 2))));
  }

  /// Reads a line for a command in the older form.
  static Optional<WorkflowCommand> parseOld(String line) {
    final int start = line.indexOf(OLD);
    final int end = start < 0 ? -1 : line.indexOf(']', start);
    if (end < 0) {
      return Optional.empty();
    }
    final String head = line.substring(start + OLD.length(), end);
    final int blank = head.indexOf(' ');
    final Map<String, String> properties = new LinkedHashMap<>();
    if (blank > 0) {
      for (final String pair : head.substring(blank + 1).split(";", -1)) {
        final int equals = pair.indexOf('=');
        if (equals > 0) {
          properties.put(
              pair.substring(0, equals).toLowerCase(Locale.ROOT),
              oldText(pair.substring(equals + 1)));
        }
      }
    }
    return Optional.of(
        new WorkflowCommand(
            (blank < 0 ? head : head.substring(0, blank)).toLowerCase(Locale.ROOT),
            Map.copyOf(properties),
            oldText(line.substring(end + 1))));
  }

  private static String oldText(String escaped) {
    return plainText(escaped.replace("%3B", ";").replace("%5D", "]"));
  }

  private static String plainText(String escaped) {
    return escaped.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
  }

  private static String propertyText(String escaped) {
    return plainText(escaped.replace("%3A", ":").replace("%2C", ","));
  }
}
