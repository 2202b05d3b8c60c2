package io.peerdeck.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/// A model of GitHub's API on loopback, not GitHub: ETags that depend on the token, `Vary`, 304s
/// that cost a token nothing, hourly budgets, secondary limits, private things, pages, and a plug
/// to pull.
public final class GitHubModel implements AutoCloseable {
  /// One request as it came.
  public record Call(String method, String target, String authorization, int status, String body) {}

  private static final String EVERYBODY = "";
  private static final int ANONYMOUS_LIMIT = 60;
  private static final int TOKEN_LIMIT = 5000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final InstantSource wall;
  private final boolean observedTags;
  private final Map<String, Map<String, byte[]>> bodies = new ConcurrentHashMap<>();
  private final Map<String, Integer> spent = new HashMap<>();
  private final Map<String, Integer> limits = new ConcurrentHashMap<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile boolean down;
  private volatile int failing;
  private volatile int slow;
  private volatile CountDownLatch gate = new CountDownLatch(0);

  private GitHubModel(HttpServer server, InstantSource wall, boolean observedTags) {
    this.server = server;
    this.wall = wall;
    this.observedTags = observedTags;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /// Starts one whose ETags are what GitHub's are known to be.
  public static GitHubModel start(InstantSource wall) {
    return start(wall, true);
  }

  /// @param observedTags false for ETags nobody can guess
  public static GitHubModel start(InstantSource wall, boolean observedTags) {
    try {
      return new GitHubModel(
          HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1024),
          wall,
          observedTags);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Where it listens.
  public URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /// What everybody sees there from now on.
  public void put(String target, String body) {
    put(target, body.getBytes(StandardCharsets.UTF_8));
  }

  /// What everybody sees there from now on.
  public void put(String target, byte[] body) {
    eyes(target).put(EVERYBODY, body);
  }

  /// What one token alone sees there; others what everybody sees, if anything.
  public void putFor(String token, String target, String body) {
    eyes(target).put(token, body.getBytes(StandardCharsets.UTF_8));
  }

  /// Takes away what everybody sees there.
  public void hide(String target) {
    eyes(target).remove(EVERYBODY);
  }

  private Map<String, byte[]> eyes(String target) {
    return bodies.computeIfAbsent(target, absent -> new ConcurrentHashMap<>());
  }

  /// Connections are cut without an answer while it is so.
  public void down(boolean value) {
    down = value;
  }

  /// Every answer is this status; 0 ends it.
  public void failing(int status) {
    failing = status;
  }

  /// The next answers are secondary limits that say to come back after so many seconds; 0 ends it.
  public void slow(int seconds) {
    slow = seconds;
  }

  /// What a token's hour holds; the empty text stands for those without one.
  public void limit(String token, int calls) {
    limits.put(token, calls);
  }

  /// Answers wait until the latch is down.
  public void gate(CountDownLatch latch) {
    gate = latch;
  }

  /// All requests so far.
  public List<Call> calls() {
    return List.copyOf(calls);
  }

  /// Requests to one path that were answered by this status.
  public long calls(String target, int status) {
    return calls.stream().filter(c -> c.target().equals(target) && c.status() == status).count();
  }

  /// What a token has spent of its hour; the empty text stands for those without one.
  public synchronized int spent(String token) {
    return spent.getOrDefault(token, 0);
  }

  /// What all have spent together.
  public synchronized int spent() {
    return spent.values().stream().mapToInt(Integer::intValue).sum();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      String target = exchange.getRequestURI().toString();
      String authorization =
          Optional.ofNullable(exchange.getRequestHeaders().getFirst("Authorization")).orElse("");
      String token = authorization.replaceFirst("(?i)^(bearer|token) ", "");
      if (!gate.await(30, TimeUnit.SECONDS)) {
        throw new IllegalStateException("the gate stayed shut");
      }
      if (down) {
        calls.add(new Call(exchange.getRequestMethod(), target, authorization, 0, body));
        throw new IOException("pulled");
      }
      Answer answer = judge(exchange, target, token, authorization, body);
      calls.add(
          new Call(exchange.getRequestMethod(), target, authorization, answer.status(), body));
      account(exchange, token, answer.status());
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      send(exchange, answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private record Answer(int status, Map<String, String> headers, byte[] body) {
    static Answer words(int status, String message, Map<String, String> headers) {
      return new Answer(
          status, headers, ("{\"message\":\"" + message + "\"}").getBytes(StandardCharsets.UTF_8));
    }
  }

  private Answer judge(
      HttpExchange exchange, String target, String token, String authorization, String body) {
    if (failing != 0) {
      return Answer.words(failing, "Server Error", Map.of());
    }
    if (slow > 0) {
      return Answer.words(
          403,
          "You have exceeded a secondary rate limit",
          Map.of("retry-after", Integer.toString(slow)));
    }
    if (spent(token) >= limit(token)) {
      return Answer.words(403, "API rate limit exceeded", Map.of());
    }
    if (!exchange.getRequestMethod().equals("GET")) {
      return new Answer(201, Map.of(), body.getBytes(StandardCharsets.UTF_8));
    }
    Map<String, byte[]> eyes = bodies.getOrDefault(target, Map.of());
    byte[] seen = eyes.getOrDefault(token, eyes.get(EVERYBODY));
    if (seen == null) {
      return Answer.words(404, "Not Found", Map.of());
    }
    String accept = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Accept")).orElse("");
    String tag = tag(accept, authorization, seen);
    Map<String, String> headers =
        Map.of(
            "ETag", "W/" + tag,
            "Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding",
            "Cache-Control", (token.isEmpty() ? "public" : "private") + ", max-age=60, s-maxage=60",
            "Link", "<" + base() + target + "?page=2>; rel=\"next\"");
    String condition = exchange.getRequestHeaders().getFirst("If-None-Match");
    return condition != null && condition.replaceFirst("^W/", "").equals(tag)
        ? new Answer(304, headers, new byte[0])
        : new Answer(200, headers, seen);
  }

  private String tag(String accept, String authorization, byte[] body) {
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update((observedTags ? "" : "nobody knows").getBytes(StandardCharsets.UTF_8));
      hash.update((accept + ":").getBytes(StandardCharsets.UTF_8));
      if (!authorization.isEmpty()) {
        hash.update((authorization + ":").getBytes(StandardCharsets.UTF_8));
      }
      return "\"" + HexFormat.of().formatHex(hash.digest(body)) + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private int limit(String token) {
    return limits.getOrDefault(token, token.isEmpty() ? ANONYMOUS_LIMIT : TOKEN_LIMIT);
  }

  private synchronized void account(HttpExchange exchange, String token, int status) {
    boolean counted = status != 304 || token.isEmpty();
    int now = Math.min(limit(token), spent.getOrDefault(token, 0) + (counted ? 1 : 0));
    spent.put(token, now);
    long reset = (wall.instant().getEpochSecond() / 3600 + 1) * 3600;
    var headers = exchange.getResponseHeaders();
    headers.set("X-RateLimit-Limit", Integer.toString(limit(token)));
    headers.set("X-RateLimit-Remaining", Integer.toString(limit(token) - now));
    headers.set("X-RateLimit-Used", Integer.toString(now));
    headers.set("X-RateLimit-Reset", Long.toString(reset));
    headers.set("X-RateLimit-Resource", "core");
  }

  /// Every budget is whole again, as when the hour is over.
  public synchronized void newHour() {
    spent.clear();
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "application/json; charset=utf-8");
    String packed = exchange.getRequestHeaders().getFirst("Accept-Encoding");
    byte[] body = answer.body();
    if (body.length > 0 && packed != null && packed.contains("gzip")) {
      headers.set("Content-Encoding", "gzip");
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(body);
      }
      body = out.toByteArray();
    }
    exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
    if (body.length > 0) {
      exchange.getResponseBody().write(body);
    }
  }

  @Override
  public void close() {
    gate.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
