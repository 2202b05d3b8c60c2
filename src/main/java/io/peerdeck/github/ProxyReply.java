package io.peerdeck.github;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.blob.BoundedInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Writes the proxy's answer to one request. Addresses of GitHub's in `Link` and `Location` become
/// the proxy's own, so that a client that turns pages stays on it.
final class ProxyReply {
  private static final Set<String> NOT_PASSED =
      Set.of(
          "connection",
          "keep-alive",
          "transfer-encoding",
          "content-length",
          "trailer",
          "upgrade",
          "set-cookie",
          "strict-transport-security",
          "access-control-allow-origin",
          "x-peerdeck-cache");
  private static final int CHUNK = 64 * 1024;

  private final HttpExchange exchange;
  private final String upstream;
  private final String base;

  /// @param upstream where GitHub is
  /// @param base where the caller believes it to be
  ProxyReply(HttpExchange exchange, URI upstream, String base) {
    this.exchange = exchange;
    this.upstream = upstream.toString();
    this.base = base;
  }

  ProxyReply below(String prefix) {
    return prefix.isEmpty() ? this : new ProxyReply(exchange, URI.create(upstream), base + prefix);
  }

  void header(String name, String value) {
    exchange.getResponseHeaders().set(name, value);
  }

  /// An answer of the cache.
  void answer(ApiAnswer answer, Instant now, Optional<Budget> budget, Optional<String> condition)
      throws IOException {
    answer.headers().forEach(this::copy);
    mode(answer.mode());
    header("X-Peerdeck-Trust", answer.rung().name());
    header("Age", Long.toString(Math.max(0, Duration.between(answer.fetched(), now).toSeconds())));
    header("Vary", "Accept, Authorization, X-GitHub-Api-Version");
    header("Cache-Control", "private, no-cache");
    budget.ifPresent(this::budget);
    if (answer.status() == 200) {
      String tag = "\"" + answer.body().cid() + "\"";
      header("ETag", tag);
      if (condition.filter(said -> said.contains(tag)).isPresent()) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
    }
    send(answer.status(), answer.body().bytes());
  }

  private void budget(Budget budget) {
    header("X-RateLimit-Limit", Integer.toString(budget.limit()));
    header("X-RateLimit-Remaining", Integer.toString(budget.remaining()));
    header("X-RateLimit-Used", Integer.toString(budget.limit() - budget.remaining()));
    header("X-RateLimit-Reset", Long.toString(budget.reset().getEpochSecond()));
    header("X-RateLimit-Resource", budget.resource());
  }

  /// An answer that goes through as it comes.
  void passed(Passed passed, long most) throws IOException {
    passed.headers().forEach(this::copy);
    mode(CacheMode.BYPASS);
    boolean empty =
        passed.status() == 204
            || passed.status() == 304
            || exchange.getRequestMethod().equals("HEAD");
    String length = passed.headers().getOrDefault("content-length", "");
    boolean known = length.matches("\\d{1,18}");
    if (empty) {
      exchange.sendResponseHeaders(passed.status(), -1);
      return;
    }
    long size = known ? Long.parseLong(length) : 0;
    exchange.sendResponseHeaders(passed.status(), known && size == 0 ? -1 : size);
    InputStream in = BoundedInput.cut(passed.body(), most);
    OutputStream out = exchange.getResponseBody();
    byte[] chunk = new byte[CHUNK];
    for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
      out.write(chunk, 0, count);
      out.flush();
    }
  }

  /// Words of the proxy's own.
  void words(int status, String message, CacheMode mode) throws IOException {
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    if (status == 401) {
      headers.set("WWW-Authenticate", "Bearer");
    }
    mode(mode);
    String escaped =
        message.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    send(status, ("{\"message\":\"" + escaped + "\"}").getBytes(StandardCharsets.UTF_8));
  }

  private void mode(CacheMode mode) {
    header("X-Peerdeck-Cache", mode.text());
  }

  private void copy(String name, String value) {
    if (NOT_PASSED.contains(name)) {
      return;
    }
    boolean address = name.equals("link") || name.equals("location");
    exchange.getResponseHeaders().set(title(name), address ? value.replace(upstream, base) : value);
  }

  private static String title(String name) {
    return Character.toUpperCase(name.charAt(0)) + name.substring(1).toLowerCase(Locale.ROOT);
  }

  private void send(int status, byte[] body) throws IOException {
    if (body.length == 0 || exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) { // before what the caller still sends
      out.write(body);
    }
  }
}
