package io.peerdeck.api;

import io.peerdeck.node.DiscoveryQuery;
import io.peerdeck.node.Node;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What `/api/v1/discovery` does: `GET ?source=a,b&label=x&limit=n` tells of sources and peers,
/// `POST {sources: [name]}` asks sources, tells others of this node and drops what ran out.
final class DiscoveryRoutes {
  private static final int LIMIT = 100;

  private final Node node;

  DiscoveryRoutes(Node node) {
    this.node = node;
  }

  Object discovery(Request request) {
    if (request.method().equals("POST")) {
      return Routes.only(
          request,
          "POST",
          1,
          () -> node.discover(Set.copyOf(Json.list(request.body(), "sources").orElse(List.of()))));
    }
    return Routes.only(
        request,
        "GET",
        1,
        () ->
            node.discovery(
                new DiscoveryQuery(
                    names(request, "source"),
                    names(request, "label"),
                    (int) request.number("limit", LIMIT, 0, DiscoveryQuery.MOST))));
  }

  private static Set<String> names(Request request, String key) {
    return request.parameter(key).stream()
        .flatMap(text -> Stream.of(text.split(",")))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }
}
