package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.api.metrics.NodeMetrics;
import io.peerdeck.node.Node;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// `/metrics`: what Prometheus scrapes, with the API's own token.
final class MetricsPath implements ApiPath {
  private final Node node;
  private final Predicate<String> accepts;
  private Optional<NodeMetrics> metrics = Optional.empty();

  MetricsPath(Node node, Predicate<String> accepts) {
    this.node = node;
    this.accepts = accepts;
  }

  // Made for the first monitor: a start needs no time for who has none.
  private synchronized NodeMetrics metrics() {
    if (metrics.isEmpty()) {
      metrics = Optional.of(NodeMetrics.of(node));
    }
    return metrics.get();
  }

  @Override
  public String path() {
    return "/metrics";
  }

  @Override
  public boolean accepts(String authorization) {
    return accepts.test(authorization);
  }

  @Override
  public Reply answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      throw new ApiException(405, "Metrics are read by GET.");
    }
    List<String> accept = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
    String wanted = accept.isEmpty() ? "" : accept.getFirst();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    metrics().write(wanted, text);
    return new Reply(200, metrics().contentType(wanted), text.toByteArray());
  }
}
