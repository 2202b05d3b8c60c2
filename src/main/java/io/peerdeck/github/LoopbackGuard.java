package io.peerdeck.github;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Optional;

/// Keeps pages in a browser away from a server on loopback: they come with an `Origin`, or by a
/// name of their own that leads here.
public final class LoopbackGuard {
  private LoopbackGuard() {}

  /// Why a request is refused; empty for one of a tool on this machine.
  ///
  /// @param port the server's
  public static Optional<String> refusal(HttpExchange exchange, int port) {
    Headers headers = exchange.getRequestHeaders();
    List<String> hosts = headers.getOrDefault("Host", List.of());
    if (hosts.size() != 1
        || !List.of("127.0.0.1:" + port, "localhost:" + port).contains(hosts.getFirst())) {
      return Optional.of("The host `" + String.join(", ", hosts) + "` is not this API's.");
    }
    return headers.containsKey("Origin")
        ? Optional.of("This API does not answer pages in a browser.")
        : Optional.empty();
  }
}
