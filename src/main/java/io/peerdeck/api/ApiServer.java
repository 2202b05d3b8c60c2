package io.peerdeck.api;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.peerdeck.github.HttpBounds;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/// The HTTP server of one node, on loopback, and by TLS elsewhere where that was asked for. Every
/// request but the proof at `/api/v1/hello` needs the folder's token; a foreign `Host` or any
/// `Origin` is refused, so no page in a browser reaches it.
final class ApiServer implements AutoCloseable {
  static final int DEFAULT_PORT = 8899;
  static final int MAX_BODY = 1 << 20;
  private static final int BACKLOG = 1024;
  private static final int PORTS_TRIED = 100;

  private final HttpServer server;
  private final List<HttpServer> elsewhere = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HostDoors doors = new HostDoors();
  private final StallWatch stalls;
  private final ChangeStream changes;
  private final ApiDispatch dispatch;
  private final ApiToken token;

  private ApiServer(HttpServer server, Node node, ApiToken token, ApiBounds bounds) {
    this.server = server;
    this.token = token;
    this.stalls = new StallWatch(bounds.stall());
    EventStreams streams = new EventStreams(bounds, stalls);
    this.changes = new ChangeStream(node, streams);
    RouteTable table = Routes.table(node, token, doors, streams, changes);
    this.dispatch = new ApiDispatch(table, token, bounds, stalls, doors);
    int port = server.getAddress().getPort();
    open(server, Set.of("127.0.0.1:" + port, "localhost:" + port));
  }

  private void open(HttpServer opened, Set<String> names) {
    opened.setExecutor(threads);
    opened.createContext("/", exchange -> dispatch.answer(exchange, names));
    opened.start();
  }

  /// Listens on 127.0.0.1 at the port, or the next free one.
  static ApiServer start(Node node, ApiToken token, int port) {
    return start(node, token, port, ApiBounds.STANDARD);
  }

  static ApiServer start(Node node, ApiToken token, int port, ApiBounds bounds) {
    HttpBounds.set();
    InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
    for (int tried = port; ; tried++) {
      try {
        InetSocketAddress here = new InetSocketAddress(loopback, tried);
        return new ApiServer(HttpServer.create(here, BACKLOG), node, token, bounds);
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

  /// Listens by TLS at another address besides.
  ///
  /// @return the port
  int listenElsewhere(ApiListen listen) {
    try {
      HttpsServer other = HttpsServer.create(listen.address(), BACKLOG);
      other.setHttpsConfigurator(new HttpsConfigurator(listen.tls().context()));
      int port = other.getAddress().getPort();
      elsewhere.add(other);
      open(
          other,
          listen.names().stream().map(name -> name + ":" + port).collect(Collectors.toSet()));
      return port;
    } catch (IOException e) {
      throw new ApiException(
          500, "The API cannot listen on " + listen.address() + ": " + e.getMessage(), e);
    }
  }

  HostDoors doors() {
    return doors;
  }

  /// Serves a path of somebody else's from now on.
  void serve(ApiPath path) {
    dispatch.serve(path);
  }

  /// Whether an `Authorization` header carries the folder's token.
  boolean accepts(String authorization) {
    return token.accepts(authorization);
  }

  /// `127.0.0.1:PORT`.
  String address() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  static int status(NodeException.Reason reason) {
    return switch (reason) {
      case INVALID -> 400;
      case NOT_FOUND -> 404;
      case REFUSED -> 409;
      case FAILED -> 500;
    };
  }

  @Override
  public void close() {
    elsewhere.forEach(other -> other.stop(0));
    server.stop(0);
    threads.shutdownNow();
    changes.close();
    stalls.close();
  }
}
