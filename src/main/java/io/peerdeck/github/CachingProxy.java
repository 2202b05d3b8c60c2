package io.peerdeck.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerdeck.blob.BoundedInput;
import io.peerdeck.github.GitHubException.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// GitHub's REST API on loopback, for tools that can be given its address: reads come from the
/// cache, everything else goes through as it is. A caller shows its own token, and gets what that
/// token saw or what everybody sees. Each answer says how it came about.
public final class CachingProxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CachingProxy.class);
  private static final int BACKLOG = 1024;
  private static final long MAX_SENT = 64L << 20;
  private static final long MAX_RECEIVED = 1L << 30;
  private static final Duration PASSING = Duration.ofMinutes(10);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final GitHubClient client;
  private final ResponseCache cache;
  private final RateLimits limits;
  private final Partitions partitions;
  private final InstantSource wall;

  private CachingProxy(
      HttpServer server,
      GitHubClient client,
      ResponseCache cache,
      RateLimits limits,
      Partitions partitions,
      InstantSource wall) {
    this.server = server;
    this.client = client;
    this.cache = cache;
    this.limits = limits;
    this.partitions = partitions;
    this.wall = wall;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Listens on 127.0.0.1.
  ///
  /// @param port 0 for any free one
  /// @throws GitHubException if it is taken
  public static CachingProxy start(
      int port,
      GitHubClient client,
      ResponseCache cache,
      RateLimits limits,
      Partitions partitions,
      InstantSource wall) {
    HttpBounds.set();
    try {
      InetSocketAddress here = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
      return new CachingProxy(
          HttpServer.create(here, BACKLOG), client, cache, limits, partitions, wall);
    } catch (IOException e) {
      throw new GitHubException(
          "the proxy cannot listen on 127.0.0.1:" + port + ": " + e.getMessage(), e);
    }
  }

  /// What tools are given: `http://127.0.0.1:PORT`.
  public String address() {
    return "http://127.0.0.1:" + port();
  }

  private int port() {
    return server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) {
    try (exchange) {
      ProxyReply reply = new ProxyReply(exchange, client.base(), address());
      try {
        Optional<String> refusal = LoopbackGuard.refusal(exchange, port());
        if (refusal.isPresent()) {
          reply.words(403, refusal.get(), CacheMode.BYPASS);
          return;
        }
        serve(exchange);
      } catch (GitHubException e) {
        refuse(reply, e);
      } catch (RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), path(exchange), e);
        reply.words(500, "Peerdeck failed at this.", CacheMode.BYPASS);
      }
    } catch (IOException e) {
      LOG.debug("a client of the proxy went away", e);
    }
  }

  /// Without the query, which may hold what somebody should not have put there.
  private static String path(HttpExchange exchange) {
    return String.valueOf(exchange.getRequestURI().getRawPath());
  }

  private void serve(HttpExchange exchange) throws IOException {
    ProxyRequest request;
    String host = String.valueOf(exchange.getRequestHeaders().getFirst("Host"));
    ProxyReply reply = new ProxyReply(exchange, client.base(), "http://" + host);
    try {
      request =
          ProxyRequest.of(
              exchange.getRequestMethod(), exchange.getRequestURI(), exchange.getRequestHeaders());
    } catch (GitHubException e) {
      reply.words(401, String.valueOf(e.getMessage()), CacheMode.BYPASS);
      return;
    }
    reply = reply.below(request.prefix());
    if (!request.isRead()) {
      pass(exchange, request, reply);
      return;
    }
    ApiRead read = request.read();
    ApiAnswer answer;
    try {
      answer = cache.get(read, request.credential(), request.wish());
    } catch (GitHubException e) {
      if (e.reason() == Reason.TOO_LARGE) {
        pass(exchange, request, reply);
        return;
      }
      throw e;
    }
    Instant now = wall.instant();
    Optional<Budget> budget = limits.budget(partitions.of(request.credential()), read.path());
    reply.answer(answer, now, budget, request.condition());
  }

  private void pass(HttpExchange exchange, ProxyRequest request, ProxyReply reply)
      throws IOException {
    long length = length(exchange);
    if (length > MAX_SENT) {
      reply.header("Connection", "close");
      reply.words(413, "Peerdeck passes on up to 64 MiB.", CacheMode.BYPASS);
      return;
    }
    InputStream capped = BoundedInput.cut(exchange.getRequestBody(), MAX_SENT);
    byte[] question = request.isGraphQl() ? capped.readNBytes(GraphQl.MOST) : new byte[0];
    boolean write =
        request.isGraphQl()
            ? question.length == GraphQl.MOST || GraphQl.changes(question)
            : request.isWrite();
    InputStream body = new SequenceInputStream(new ByteArrayInputStream(question), capped);
    HttpRequest.BodyPublisher publisher =
        length > 0
            ? HttpRequest.BodyPublishers.fromPublisher(
                HttpRequest.BodyPublishers.ofInputStream(() -> body), length)
            : length < 0
                ? HttpRequest.BodyPublishers.ofInputStream(() -> body)
                : HttpRequest.BodyPublishers.noBody();
    try (Passed passed =
        client.pass(
            request.method(),
            request.target(),
            request.headers(),
            request.credential(),
            publisher,
            write,
            PASSING)) {
      cache.passed(request.credential());
      CompletableFuture<Void> end =
          CompletableFuture.runAsync(
              () -> cut(passed),
              CompletableFuture.delayedExecutor(
                  PASSING.toMillis(), TimeUnit.MILLISECONDS, threads));
      try {
        reply.passed(passed, MAX_RECEIVED);
      } finally {
        end.cancel(false);
      }
    }
  }

  private static void cut(Passed passed) {
    try {
      passed.body().close();
    } catch (IOException e) {
      LOG.debug("an answer that took too long was cut", e);
    }
  }

  /// How much the caller sends; -1 if it did not say.
  private static long length(HttpExchange exchange) {
    String length = exchange.getRequestHeaders().getFirst("Content-Length");
    if (length != null && length.matches("\\d{1,18}")) {
      return Long.parseLong(length);
    }
    return exchange.getRequestHeaders().containsKey("Transfer-Encoding") ? -1 : 0;
  }

  private void refuse(ProxyReply reply, GitHubException e) throws IOException {
    e.again()
        .ifPresent(
            again -> {
              long seconds = Math.max(1, Duration.between(wall.instant(), again).toSeconds() + 1);
              reply.header("Retry-After", Long.toString(seconds));
            });
    int status =
        switch (e.reason()) {
          case INVALID -> 400;
          case LIMITED -> 429;
          case UNREACHABLE -> 502;
          case TOO_LARGE -> 413;
        };
    reply.words(status, String.valueOf(e.getMessage()), CacheMode.MISS);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
