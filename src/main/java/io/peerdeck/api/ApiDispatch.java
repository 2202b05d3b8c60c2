package io.peerdeck.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.blob.BoundedInput;
import io.peerdeck.node.NodeException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes each request through the gate to its route, and sends what comes of it.
final class ApiDispatch {
  private static final String UTF_8 = "; charset=utf-8";
  private static final String JSON = "application/json" + UTF_8;
  private static final long MAX_DRAINED = 64L << 20;
  private static final byte[] NOTHING = {};
  private static final Logger LOG = LoggerFactory.getLogger(ApiDispatch.class);

  private final RouteTable table;
  private final ApiToken token;
  private final ApiGate gate;
  private final ApiBounds bounds;
  private final StallWatch stalls;
  private final HostDoors doors;
  private final Map<String, ApiPath> paths = new ConcurrentHashMap<>();

  ApiDispatch(
      RouteTable table, ApiToken token, ApiBounds bounds, StallWatch stalls, HostDoors doors) {
    this.table = table;
    this.token = token;
    this.bounds = bounds;
    this.gate = new ApiGate(bounds);
    this.stalls = stalls;
    this.doors = doors;
  }

  /// Serves a path of somebody else's from now on.
  void serve(ApiPath path) {
    paths.put(path.path(), path);
  }

  /// Throws where the client is gone: the server then drops the connection, where closing the
  /// exchange would leave it counted.
  ///
  /// @param names by which the server may be called
  void answer(HttpExchange exchange, Set<String> names) throws IOException {
    Answering answering = new Answering(exchange);
    Duration patience = bounds.answer(exchange.getRequestMethod());
    StallWatch.Watched call = stalls.call(patience, () -> tooLate(answering, patience));
    try (call) {
      answer(answering, names);
    } catch (IOException e) {
      if (answering.byHandler()) {
        throw e;
      }
    }
    if (answering.byHandler()) {
      exchange.close();
    }
  }

  private void answer(Answering answering, Set<String> names) throws IOException {
    HttpExchange exchange = answering.exchange();
    try {
      gate.refuseStrangers(exchange, names);
      ApiPath other = paths.get(path(exchange));
      if (other != null) {
        gate.authorize(exchange, other::accepts, other.tokenFile());
        exchange.setStreams(bounded(exchange.getRequestBody()), null);
        ApiPath.Reply reply = other.answer(exchange);
        send(answering, reply.status(), reply.mediaType(), reply.body());
      } else {
        guard(exchange);
        answer(answering, request(exchange));
      }
    } catch (ApiException e) {
      refuse(answering, e);
    } catch (NodeException e) {
      refuse(
          answering,
          new ApiException(ApiServer.status(e.reason()), String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      LOG.error("{} {} failed", exchange.getRequestMethod(), path(exchange), e);
      refuse(answering, new ApiException(500, "The node failed at this: " + e));
    }
  }

  /// Called by the watch, which must not wait. The handler is not interrupted: that would close a
  /// file which others read, too. It ends by deadlines of its own, or with the server.
  private void tooLate(Answering answering, Duration patience) {
    HttpExchange exchange = answering.exchange();
    if (answering.takeFromHandler()) {
      String asked = exchange.getRequestMethod() + " " + path(exchange);
      LOG.warn("{} took longer than {}; its thread is{}", asked, patience, answering.place());
      Thread.ofVirtual().name("api-late").start(() -> refuseLate(exchange, asked, patience));
    }
  }

  private void refuseLate(HttpExchange exchange, String asked, Duration patience) {
    exchange.getResponseHeaders().set("Connection", "close");
    ApiException late =
        new ApiException(
            504,
            asked
                + " has not been answered within "
                + patience.toMillis() / 1000.0
                + " s and may still be done. Ask again later; the node's log says where it waits.");
    try {
      write(exchange, late);
    } catch (IOException e) {
      LOG.debug("who asked {} is gone", asked, e);
    }
    exchange.close();
  }

  private static InputStream bounded(InputStream body) {
    return new BoundedInput(
        body,
        ApiServer.MAX_BODY,
        () -> {
          throw new ApiException(
              413, "The request body is larger than " + ApiServer.MAX_BODY + " bytes.");
        });
  }

  private void guard(HttpExchange exchange) {
    String path = path(exchange);
    if (!path.startsWith(Route.ROOT) && !path.startsWith(DashboardRoutes.ROOT)) {
      throw new ApiException(404, "No such path; the API lives below /api/v1/.");
    }
    if (path.equals(Routes.HELLO)) {
      gate.count(exchange);
    } else {
      gate.authorize(exchange, token::accepts, ApiToken.API);
    }
  }

  private void answer(Answering answering, Request request) throws IOException {
    HttpExchange exchange = answering.exchange();
    Route route = request.route();
    Optional<Route.Stream> stream = route.stream().filter(each -> isWanted(route, each, exchange));
    if (stream.isPresent()) {
      if (answering.byHandler()) {
        stream.get().streamer().stream(request, exchange);
      }
      return;
    }
    Object answer = route.answer().orElseThrow().call().apply(request);
    send(answering, 200, JSON, Json.write(answer));
    if (answer instanceof HostDoors.Stopping) {
      exchange.close();
      doors.stop();
    }
  }

  /// A stream is the only answer, or the one that was asked for.
  private static boolean isWanted(Route route, Route.Stream stream, HttpExchange exchange) {
    return route.answer().isEmpty()
        || Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept"))
            .filter(accepted -> accepted.contains(stream.mediaType()))
            .isPresent();
  }

  private Request request(HttpExchange exchange) throws IOException {
    RouteTable.Found found =
        table.find(exchange.getRequestMethod(), Request.segments(path(exchange)));
    String query = exchange.getRequestURI().getRawQuery();
    return new Request(
        found.route(),
        found.variables(),
        Request.query(query == null ? "" : query),
        new Body(Json.readObject(body(exchange)), found.route().body()));
  }

  /// The path as it was sent: what is guarded is what is routed. Empty for a URI that has none.
  private static String path(HttpExchange exchange) {
    String path = exchange.getRequestURI().getRawPath();
    return path == null ? "" : path;
  }

  /// The body within its bound. One beyond it is read to its end, within a bound of its own: a
  /// client hears the refusal only once it has sent everything.
  private static byte[] body(HttpExchange exchange) throws IOException {
    Headers said = exchange.getRequestHeaders();
    if (!said.containsKey("Content-Length") && !said.containsKey("Transfer-Encoding")) {
      return NOTHING; // looking for it would take 16 KiB of memory
    }
    InputStream in = exchange.getRequestBody();
    byte[] body = in.readNBytes(ApiServer.MAX_BODY + 1);
    if (body.length <= ApiServer.MAX_BODY) {
      return body;
    }
    byte[] dropped = new byte[1 << 16];
    long left = MAX_DRAINED;
    for (int count = in.read(dropped); count >= 0 && left > 0; count = in.read(dropped)) {
      left -= count;
    }
    throw new ApiException(413, "The request body is larger than 1 MiB.");
  }

  private void refuse(Answering answering, ApiException refusal) throws IOException {
    if (!answering.byHandler()) {
      return;
    }
    if (answering.exchange().getResponseCode() >= 0) {
      throw new IOException("failed after the answer had begun", refusal);
    }
    write(answering.exchange(), refusal);
  }

  private void write(HttpExchange exchange, ApiException refusal) throws IOException {
    refusal.headers().forEach(exchange.getResponseHeaders()::set);
    write(
        exchange,
        refusal.status(),
        OpenApi.PROBLEM + UTF_8,
        Json.write(OpenApi.Problem.of(refusal)));
  }

  private void send(Answering answering, int status, String mediaType, byte[] body)
      throws IOException {
    if (answering.byHandler()) {
      write(answering.exchange(), status, mediaType, body);
    }
  }

  private void write(HttpExchange exchange, int status, String mediaType, byte[] body)
      throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", mediaType);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (exchange.getRequestMethod().equals("HEAD") || body.length == 0) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    StallWatch.Watched write = stalls.write();
    try (write) {
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
      exchange.getResponseBody().close();
    }
  }
}
