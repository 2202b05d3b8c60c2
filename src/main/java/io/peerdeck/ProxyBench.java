package io.peerdeck;

import io.peerdeck.github.ApiBody;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.CachingProxy;
import io.peerdeck.github.Credential;
import io.peerdeck.github.EtagGuess;
import io.peerdeck.github.FleetShare;
import io.peerdeck.github.FreshnessRules;
import io.peerdeck.github.GitHubClient;
import io.peerdeck.github.Partitions;
import io.peerdeck.github.RateLimits;
import io.peerdeck.github.ReadWish;
import io.peerdeck.github.ResponseCache;
import io.peerdeck.github.Upstream;
import io.peerdeck.multiformats.KeyPair;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// How long a kept answer of GitHub's takes in process and through the proxy, and how many of them
/// the proxy gives to eight tools at once, each on a connection of its own.
final class ProxyBench {
  private static final int BODY = 2000;
  private static final int READS = 100_000;
  private static final int WARM_UP = 20_000;
  private static final int REQUESTS = 10_000;
  private static final int TOOLS = 8;
  private static final int ROUNDS = 3;
  private static final String TARGET = "/repos/o/r/actions/runs";
  private static final String TOKEN = "bench-token";
  private static final String LENGTH = "Content-length: ";
  private static final int TIMEOUT_MILLIS = 30_000;

  private final InstantSource wall;
  private final SecureRandom random;

  ProxyBench(InstantSource wall, SecureRandom random) {
    this.wall = wall;
    this.random = random;
  }

  /// @return `cache.hit.inProcess.p50` (µs), `cache.hit.proxy.p50` (ms) and `cache.hit.proxy.rate`
  ///     (per second)
  List<Figure> run() throws IOException, InterruptedException, ExecutionException {
    byte[] key = new byte[32];
    random.nextBytes(key);
    Partitions partitions = new Partitions(key);
    RateLimits limits = new RateLimits(wall);
    byte[] body = "{\"total_count\":1}".repeat(BODY / 17).getBytes(StandardCharsets.US_ASCII);
    Upstream model =
        (read, credential, etag, deadline) ->
            new Upstream.Reply(200, Map.of("content-type", "application/json"), ApiBody.of(body));
    ResponseCache cache =
        ResponseCache.inMemory(
            new ResponseCache.Ports(
                model,
                partitions,
                KeyPair.generate(random).peerId(),
                () -> FleetShare.ALONE,
                Credential::anonymous,
                read -> false,
                EtagGuess.OBSERVED,
                wall),
            FreshnessRules.parse(List.of("/repos/** 86400"), Optional.empty()),
            1 << 24);
    try (GitHubClient client =
            new GitHubClient(
                URI.create("http://127.0.0.1:9"), partitions, limits, wall, "peerdeck-bench");
        CachingProxy proxy = CachingProxy.start(0, client, cache, limits, partitions, wall)) {
      double inProcess = inProcess(cache);
      int port = URI.create(proxy.address()).getPort();
      ask(port, WARM_UP);
      double[] millis = ask(port, REQUESTS);
      double best = 0;
      for (int round = 0; round < ROUNDS; round++) {
        best = Math.max(best, perSecond(port));
      }
      return List.of(
          new Figure("cache.hit.inProcess.p50", inProcess, "µs", 20, null),
          new Figure("cache.hit.proxy.p50", millis[millis.length / 2], "ms", 0.5, null),
          new Figure("cache.hit.proxy.rate", best, "1/s", 5000, null));
    }
  }

  /// Microseconds, from the path's text to the answer.
  private static double inProcess(ResponseCache cache) {
    Credential credential = Credential.token(TOKEN);
    double[] micros = new double[READS];
    for (int i = -WARM_UP; i < READS; i++) {
      long start = System.nanoTime();
      cache.get(ApiRead.of(TARGET), credential, ReadWish.usual());
      if (i >= 0) {
        micros[i] = (System.nanoTime() - start) / 1e3;
      }
    }
    Arrays.sort(micros);
    return micros[READS / 2];
  }

  private static double perSecond(int port) throws InterruptedException, ExecutionException {
    try (ExecutorService tools = Executors.newFixedThreadPool(TOOLS)) {
      long start = System.nanoTime();
      List<Future<?>> running = new ArrayList<>();
      for (int tool = 0; tool < TOOLS; tool++) {
        running.add(tools.submit(() -> ask(port, REQUESTS / 2)));
      }
      for (Future<?> tool : running) {
        tool.get();
      }
      return TOOLS * (REQUESTS / 2) / ((System.nanoTime() - start) / 1e9);
    }
  }

  /// One tool's requests, one after the other on one connection.
  ///
  /// @return milliseconds of each, sorted
  private static double[] ask(int port, int requests) throws IOException {
    byte[] request =
        ("GET "
                + TARGET
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nAccept: "
                + ApiRead.JSON
                + "\r\nAuthorization: Bearer "
                + TOKEN
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    double[] millis = new double[requests];
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      OutputStream out = socket.getOutputStream();
      InputStream in = socket.getInputStream();
      byte[] buffer = new byte[1 << 16];
      for (int i = 0; i < requests; i++) {
        long start = System.nanoTime();
        out.write(request);
        answer(in, buffer);
        millis[i] = (System.nanoTime() - start) / 1e6;
      }
    }
    Arrays.sort(millis);
    return millis;
  }

  /// Reads one answer to its end.
  private static void answer(InputStream in, byte[] buffer) throws IOException {
    int have = 0;
    int length = Integer.MAX_VALUE;
    while (have < length) {
      int count = in.read(buffer, have, buffer.length - have);
      if (count < 0) {
        throw new IOException("the proxy hung up");
      }
      have += count;
      if (length == Integer.MAX_VALUE) {
        length = length(new String(buffer, 0, have, StandardCharsets.US_ASCII));
      }
    }
  }

  /// Of head and body; the greatest number while the head is not whole.
  private static int length(String text) throws IOException {
    int head = text.indexOf("\r\n\r\n");
    if (head < 0) {
      return Integer.MAX_VALUE;
    }
    int at = text.indexOf(LENGTH);
    if (!text.startsWith("HTTP/1.1 200") || at < 0) {
      throw new IOException("the proxy said " + text.substring(0, head));
    }
    int from = at + LENGTH.length();
    return head + 4 + Integer.parseInt(text, from, text.indexOf('\r', from), 10);
  }
}
