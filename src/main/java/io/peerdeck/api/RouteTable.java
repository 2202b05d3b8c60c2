package io.peerdeck.api;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// All routes of the server; finds one by method and path. A literal segment is preferred to a
/// named one.
final class RouteTable {
  private final List<Route> routes;
  private final Map<String, List<Entry>> bySubject = new HashMap<>();

  private record Entry(Route route, List<String> segments) {
    boolean matches(List<String> path) {
      if (path.size() != segments.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        if (!isVariable(segments.get(i)) && !segments.get(i).equals(path.get(i))) {
          return false;
        }
      }
      return true;
    }

    Map<String, String> variables(List<String> path) {
      Map<String, String> variables = new HashMap<>();
      for (int i = 0; i < path.size(); i++) {
        String segment = segments.get(i);
        if (isVariable(segment)) {
          variables.put(segment.substring(1, segment.length() - 1), path.get(i));
        }
      }
      return variables;
    }

    long literals() {
      return segments.stream().filter(segment -> !isVariable(segment)).count();
    }

    private static boolean isVariable(String segment) {
      return segment.startsWith("{");
    }
  }

  /// A route, and what stands in the path at its names.
  record Found(Route route, Map<String, String> variables) {}

  RouteTable(List<Route> routes) {
    this.routes = List.copyOf(routes);
    for (Route route : routes) {
      List<String> segments = Request.segments(route.path());
      bySubject
          .computeIfAbsent(subject(segments), subject -> new ArrayList<>())
          .add(new Entry(route, segments));
    }
    bySubject
        .values()
        .forEach(entries -> entries.sort((a, b) -> Long.compare(b.literals(), a.literals())));
  }

  List<Route> routes() {
    return routes;
  }

  /// The third segment: `runs` of `/api/v1/runs`. Every route has one.
  private static String subject(List<String> segments) {
    return segments.size() < 3 ? "" : segments.get(2);
  }

  /// Throws [ApiException] 404 or 405.
  Found find(String method, List<String> path) {
    Optional<Found> found = Optional.empty();
    TreeSet<String> offered = new TreeSet<>();
    for (Entry entry : bySubject.getOrDefault(subject(path), List.of())) {
      if (entry.matches(path)) {
        offered.add(entry.route().method());
        if (entry.route().method().equals(method)) {
          found = Optional.of(new Found(entry.route(), entry.variables(path)));
          break;
        }
      }
    }
    if (found.isPresent()) {
      return found.get();
    }
    String whole = "/" + String.join("/", path);
    if (offered.isEmpty()) {
      throw new ApiException(404, "No such path: " + whole);
    }
    throw new ApiException(
        405,
        method + " is not offered at " + whole + ", but " + String.join(", ", offered) + ".",
        Map.of("Allow", String.join(", ", offered)));
  }
}
