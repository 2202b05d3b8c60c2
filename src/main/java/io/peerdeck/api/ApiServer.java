package io.peerdeck.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerdeck.github.HttpBounds;
import io.peerdeck.github.LoopbackGuard;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server of one node, on loopback only. Every request but the proof at `/api/v1/hello`
/// needs the folder's token; a foreign `Host` or any `Origin` is refused, so no page in a browser
/// reaches it.
final class ApiServer implements AutoCloseable {
  static final int DEFAULT_PORT = 8899;
  static final int MAX_BODY = 1 << 20;
  private static final int PORTS_TRIED = 100;
  private static final long MAX_DRAINED = 64L << 20;
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);

  private final HttpServer server;
  private final ExecutorService threads;
  private final ApiToken token;
  private final RouteTable table;
  private final HostDoors doors = new HostDoors();
  private final Map<String, ApiPath> paths = new ConcurrentHashMap<>();

  private ApiServer(HttpServer server, Node node, ApiToken token) {
    this.server = server;
    this.token = token;
    this.table = Routes.table(node, token, doors);
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Listens on 127.0.0.1 at the port, or the next free one.
  static ApiServer start(Node node, ApiToken token, int port) {
    HttpBounds.set();
    for (int tried = port; ; tried++) {
      try {
        return new ApiServer(
            HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), tried), 64),
            node,
            token);
      } catch (BindException e) {
        if (port == 0 || tried == port + PORTS_TRIED) {
          throw new ApiException(
              500, "No port from " + port + " to " + tried + " is free for the API.", e);
        }
      } catch (IOException e) {
        throw new ApiException(500, "The API cannot listen: " + e.getMessage(), e);
      }
    }
  }

  HostDoors doors() {
    return doors;
  }

  /// Serves a path of somebody else's from now on.
  void serve(ApiPath path) {
    paths.put(path.path(), path);
  }

  /// Whether an `Authorization` header carries the folder's token.
  boolean accepts(String authorization) {
    return token.accepts(authorization);
  }

  /// `127.0.0.1:PORT`.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      try {
        refuseStrangers(exchange);
        ApiPath other = paths.get(path(exchange));
        if (other != null) {
          authorize(exchange, other::accepts);
          exchange.setStreams(new BoundedBody(exchange.getRequestBody(), MAX_BODY), null);
          other.answer(exchange);
          return;
        }
        guard(exchange);
        answer(exchange, request(exchange));
      } catch (ApiException e) {
        refuse(exchange, e);
      } catch (NodeException e) {
        refuse(exchange, new ApiException(status(e.reason()), String.valueOf(e.getMessage())));
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), path(exchange), e);
        refuse(exchange, new ApiException(500, "The node failed at this: " + e));
      }
    } catch (IOException e) {
      LOG.debug("A client went away before it had its answer", e);
    }
  }

  private void answer(HttpExchange exchange, Request request) throws IOException {
    Route route = request.route();
    Optional<Route.Stream> stream = route.stream().filter(each -> isWanted(each, exchange));
    if (stream.isPresent()) {
      stream.get().streamer().stream(request, exchange);
      return;
    }
    Object answer =
        route
            .answer()
            .orElseThrow(() -> new IllegalStateException("no answer"))
            .call()
            .apply(request);
    send(exchange, 200, "application/json", Json.write(answer));
    if (answer instanceof HostDoors.Stopping) {
      exchange.close();
      doors.stop();
    }
  }

  /// A stream is the only answer, or the one that was asked for.
  private static boolean isWanted(Route.Stream stream, HttpExchange exchange) {
    return first(exchange.getRequestHeaders(), "Accept").contains(stream.mediaType());
  }

  private static void refuse(HttpExchange exchange, ApiException refusal) throws IOException {
    refusal.headers().forEach(exchange.getResponseHeaders()::set);
    String message = String.valueOf(refusal.getMessage());
    send(
        exchange,
        refusal.status(),
        OpenApi.PROBLEM,
        Json.write(
            new OpenApi.Problem(
                "about:blank", title(refusal.status()), refusal.status(), message, message)));
  }

  private static String title(int status) {
    return switch (status) {
      case 400 -> "Wrong input";
      case 401 -> "Not let in";
      case 403 -> "Not from there";
      case 404 -> "No such thing";
      case 405 -> "Not offered";
      case 409 -> "Refused";
      case 413 -> "Too large";
      case 429 -> "Too often";
      case 503 -> "Not now";
      default -> "Failed";
    };
  }

  private void refuseStrangers(HttpExchange exchange) {
    Optional<String> refusal = LoopbackGuard.refusal(exchange, server.getAddress().getPort());
    if (refusal.isPresent()) {
      throw new ApiException(403, refusal.get());
    }
  }

  private void guard(HttpExchange exchange) {
    if (!path(exchange).startsWith(Route.ROOT)) {
      throw new ApiException(404, "No such path; the API lives below /api/v1/.");
    }
    if (!path(exchange).equals(Routes.HELLO)) {
      authorize(exchange, token::accepts);
    }
  }

  private static void authorize(HttpExchange exchange, Predicate<String> accepts) {
    if (!accepts.test(first(exchange.getRequestHeaders(), "Authorization"))) {
      throw new ApiException(
          401,
          "The token is missing or wrong: send `Authorization: Bearer` and api.token.",
          Map.of("WWW-Authenticate", "Bearer"));
    }
  }

  private Request request(HttpExchange exchange) throws IOException {
    RouteTable.Found found =
        table.find(exchange.getRequestMethod(), Request.segments(path(exchange)));
    String query = exchange.getRequestURI().getRawQuery();
    return new Request(
        found.route(),
        found.variables(),
        Request.query(query == null ? "" : query),
        new Body(Json.readObject(body(exchange.getRequestBody())), found.route().body()));
  }

  /// The path as it was sent: what is guarded is what is routed. Empty for a URI that has none.
  private static String path(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    return path == null ? "" : path;
  }

  /// The body within its bound. One beyond it is read to its end, within a bound of its own: a
  /// client hears the refusal only once it has sent everything.
  private static byte[] body(InputStream in) throws IOException {
    byte[] body = in.readNBytes(MAX_BODY + 1);
    if (body.length <= MAX_BODY) {
      return body;
    }
    byte[] dropped = new byte[1 << 16];
    long left = MAX_DRAINED;
    for (int count = in.read(dropped); count >= 0 && left > 0; count = in.read(dropped)) {
      left -= count;
    }
    throw new ApiException(413, "The request body is larger than 1 MiB.");
  }

  static int status(NodeException.Reason reason) {
    return switch (reason) {
      case INVALID -> 400;
      case NOT_FOUND -> 404;
      case REFUSED -> 409;
      case FAILED -> 500;
    };
  }

  private static String first(Headers headers, String name) {
    String value = headers.getFirst(name);
    return value == null ? "" : value;
  }

  private static void send(HttpExchange exchange, int status, String mediaType, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", mediaType + "; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
