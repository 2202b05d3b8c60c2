package io.peerdeck.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request that passed the guards and found its route.
///
/// @param variables what stands in the path at the names of the route
/// @param query its parameters; only those the route names can be read
record Request(Route route, Map<String, String> variables, Map<String, String> query, Body body) {
  static List<String> segments(String rawPath) {
    List<String> segments = new ArrayList<>();
    for (String segment : rawPath.split("/")) {
      if (!segment.isEmpty()) {
        segments.add(decode(segment.replace("+", "%2B"))); // a plus is a space in queries alone
      }
    }
    return segments;
  }

  static Map<String, String> query(String rawQuery) {
    Map<String, String> query = new HashMap<>();
    for (String pair : rawQuery.split("&")) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        query.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return query;
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new ApiException(400, "`" + text + "` is not percent-encoded text.", e);
    }
  }

  /// A fault of the program, not of who asks: the route does not say that it reads this.
  static void named(List<Field> fields, String name) {
    for (Field field : fields) {
      if (field.name().equals(name)) {
        return;
      }
    }
    throw new IllegalStateException("the route does not name `" + name + "`");
  }

  /// What stands in the path at a name of the route.
  String at(String variable) {
    return Optional.ofNullable(variables.get(variable))
        .orElseThrow(() -> new IllegalStateException("the path has no `" + variable + "`"));
  }

  Optional<String> parameter(String name) {
    named(route.query(), name);
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  /// Names separated by commas; none when absent.
  Set<String> names(String name) {
    Set<String> names = new LinkedHashSet<>();
    parameter(name).stream()
        .flatMap(text -> Arrays.stream(text.split(",")))
        .map(String::strip)
        .filter(each -> !each.isEmpty())
        .forEach(names::add);
    return names;
  }

  boolean flag(String name) {
    return parameter(name).filter("true"::equals).isPresent();
  }

  /// A point in time as ISO-8601, such as `2026-01-31T12:00:00Z`.
  Optional<Instant> instant(String name) {
    try {
      return parameter(name).map(Instant::parse);
    } catch (DateTimeParseException e) {
      throw new ApiException(400, "`" + name + "` must be a time such as 2026-01-31T12:00:00Z.", e);
    }
  }

  /// A whole number within bounds, or the default when absent.
  long number(String name, long absent, long min, long max) {
    Optional<String> text = parameter(name);
    if (text.isEmpty()) {
      return absent;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException e) {
      // told below, together with the bounds
    }
    throw new ApiException(
        400, "`" + name + "` must be a whole number from " + min + " to " + max + ".");
  }
}
