package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.api.metrics.NodeMetrics;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
  public void answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      throw new ApiException(405, "Metrics are read by GET.");
    }
    List<String> accept = exchange.getRequestHeaders().getOrDefault("Accept", List.of());
    String wanted = accept.isEmpty() ? "" : accept.getFirst();
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try {
      metrics().write(wanted, text);
    } catch (NodeException e) {
      throw new ApiException(ApiServer.status(e.reason()), String.valueOf(e.getMessage()), e);
    }
    exchange.getResponseHeaders().set("Content-Type", metrics().contentType(wanted));
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, text.size());
    try (OutputStream out = exchange.getResponseBody()) {
      text.writeTo(out);
    }
  }
}
