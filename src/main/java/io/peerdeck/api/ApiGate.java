package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// What stands before every request: the name the server was called by, no page of a browser, the
/// token, and how often a client asks. A wrong token uses up another allowance than a right one, so
/// that guessing is slow and shuts nobody else out.
final class ApiGate {
  private final ClientRate let;
  private final ClientRate refused;

  ApiGate(ApiBounds bounds) {
    this.let = new ClientRate(bounds.perSecond(), System::nanoTime);
    this.refused = new ClientRate(bounds.wrongPerSecond(), System::nanoTime);
  }

  /// Throws [ApiException] 403 for who comes by another name, or as a page in a browser.
  ///
  /// @param names `HOST:PORT` by which the server may be called
  void refuseStrangers(HttpExchange exchange, Set<String> names) {
    List<String> hosts = exchange.getRequestHeaders().getOrDefault("Host", List.of());
    if (hosts.size() != 1 || !names.contains(hosts.getFirst())) {
      throw new ApiException(403, "The host `" + String.join(", ", hosts) + "` is not this API's.");
    }
    if (exchange.getRequestHeaders().containsKey("Origin")) {
      throw new ApiException(403, "This API does not answer pages in a browser.");
    }
  }

  /// Throws [ApiException] 401 without a token that is accepted, 429 for who asks too often.
  ///
  /// @param file of the data folder that has the token
  void authorize(HttpExchange exchange, Predicate<String> accepts, String file) {
    String authorization =
        Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
    if (!accepts.test(authorization)) {
      refused.take(client(exchange));
      throw new ApiException(
          401,
          "The token is missing or wrong: send `Authorization: Bearer` and what stands in "
              + file
              + " of the node's data folder.",
          java.util.Map.of("WWW-Authenticate", "Bearer"));
    }
    let.take(client(exchange));
  }

  /// Of a request that needs no token.
  void count(HttpExchange exchange) {
    let.take(client(exchange) + " without token");
  }

  private static String client(HttpExchange exchange) {
    return exchange.getRemoteAddress().getAddress().getHostAddress();
  }
}
