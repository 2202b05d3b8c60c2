package io.peerdeck.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A request that passed the guards: method, decoded path segments below `/api/v1`, query, body.
record Request(String method, List<String> path, Map<String, String> query, ObjectNode body) {
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

  Optional<String> parameter(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
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
