package io.peerdeck.github;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The proxy between tools and a model of GitHub.
class CachingProxyTest {
  private static final String RUNS = "/repos/o/r/actions/runs";

  private final AskedModel github = new AskedModel();
  private final GitHubModel model = github.model;
  private final ResponseCache cache = github.cache();
  private final CachingProxy proxy = proxy(cache);
  private final HttpClient tool = HttpClient.newHttpClient();

  @AfterEach
  void stop() {
    tool.shutdownNow();
    proxy.close();
    github.close();
  }

  private CachingProxy proxy(ResponseCache behind) {
    return CachingProxy.start(
        0, github.client, behind, github.limits, github.partitions, github.now::get);
  }

  private HttpRequest.Builder request(String path, String token) {
    return HttpRequest.newBuilder(URI.create(proxy.address() + path))
        .header("Accept", ApiRead.JSON)
        .header("Authorization", "token " + token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return tool.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private HttpResponse<String> get(String path, String token) throws Exception {
    return send(request(path, token));
  }

  private static String mode(HttpResponse<?> response) {
    return response.headers().firstValue("X-Peerdeck-Cache").orElse("none");
  }

  private static String header(HttpResponse<?> response, String name) {
    return response.headers().firstValue(name).orElse("");
  }

  @Test
  void aToolIsToldHowItsAnswerCameAboutAndStaysOnTheProxy() throws Exception {
    model.put(RUNS, "{\"total_count\":1}");
    assertThat(mode(get(RUNS, "alice"))).isEqualTo("miss");
    github.later(Duration.ofSeconds(7));
    HttpResponse<String> second = get("/api/v3" + RUNS, "alice");
    assertThat(mode(second)).isEqualTo("local-hit");
    assertThat(header(second, "Age")).isEqualTo("7");
    assertThat(header(second, "X-Peerdeck-Trust")).isEqualTo("T2");
    assertThat(header(second, "X-RateLimit-Remaining")).isEqualTo("4999");
    assertThat(header(second, "Link"))
        .isEqualTo("<" + proxy.address() + "/api/v3" + RUNS + "?page=2>; rel=\"next\"");
    HttpResponse<String> held =
        send(request(RUNS, "alice").header("If-None-Match", header(second, "ETag")));
    assertThat(held.statusCode()).isEqualTo(304);
    assertThat(mode(send(request(RUNS, "alice").header("Cache-Control", "no-cache"))))
        .isEqualTo("revalidated");
    assertThat(model.spent("alice")).isEqualTo(1);
  }

  @Test
  void onlyAToolWithATokenOfItsOwnIsAnswered() throws Exception {
    model.putFor("alice", RUNS, "{\"of\":\"alice\"}");
    assertThat(get(RUNS, "alice").body()).contains("alice");
    assertThat(get(RUNS, "mallory").statusCode()).isEqualTo(404);
    HttpRequest.Builder nobody = HttpRequest.newBuilder(URI.create(proxy.address() + RUNS));
    assertThat(send(nobody).statusCode()).isEqualTo(401);
    assertThat(send(request(RUNS, "alice").header("Origin", "https://evil.example")).statusCode())
        .isEqualTo(403);
    assertThat(raw("GET " + RUNS + " HTTP/1.1\r\nHost: evil.example\r\nAuthorization: token alice"))
        .startsWith("HTTP/1.1 403");
    HttpResponse<String> leaked = get(RUNS + "?access_token=alice", "alice");
    assertThat(leaked.statusCode()).isEqualTo(400);
    assertThat(model.calls()).noneMatch(call -> call.target().contains("access_token"));
    assertThat(get("/repos/o/../../secret", "alice").statusCode()).isEqualTo(400);
  }

  private String raw(String head) throws IOException {
    int port = URI.create(proxy.address()).getPort();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.UTF_8);
    }
  }

  @Test
  void writesAndGraphQlGoThroughAsTheyAreAndAreNeverKept() throws Exception {
    String body = "{\"title\":\"ü\",  \"body\":\"as it is\"}";
    for (String path : new String[] {"/repos/o/r/issues", "/graphql", "/api/graphql"}) {
      for (int again = 0; again < 2; again++) {
        HttpResponse<String> answer =
            send(request(path, "alice").POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo(body);
        assertThat(mode(answer)).isEqualTo("bypass");
      }
    }
    assertThat(model.calls()).hasSize(6).allMatch(call -> call.body().equals(body));
    assertThat(model.calls()).allMatch(call -> call.authorization().equals("token alice"));
    assertThat(
            raw(
                "POST /repos/o/r/issues HTTP/1.1\r\nHost: "
                    + proxy.address().substring(7)
                    + "\r\nAuthorization: token alice\r\nContent-Length: 99999999999"))
        .startsWith("HTTP/1.1 413");
    assertThat(cache.statistics().total().of(CacheMode.BYPASS)).isEqualTo(6);
    assertThat(cache.kept(10)).isEmpty();
  }

  /// A fleet that must not hear of anything.
  private static final class Listening implements FleetShare {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    @Override
    public Optional<PeerId> owner(ApiRead read) {
      heard.add("owner of " + read.target());
      return Optional.empty();
    }

    @Override
    public Optional<SharedAnswer> ask(ApiRead read, Duration freshFor, Duration patience) {
      heard.add("ask for " + read.target());
      return Optional.empty();
    }

    @Override
    public void fetched(SharedAnswer answer) {
      heard.add("fetched " + answer.read().target());
    }

    @Override
    public List<PeerId> holders(ApiRead read) {
      heard.add("holders of " + read.target());
      return List.of();
    }
  }

  @Test
  void aQuestionInGraphQlIsAskedEachTimeAndNeitherKeptNorToldToAnybody() throws Exception {
    Listening fleet = new Listening();
    String query = "{\"query\":\"{viewer{login}}\"}";
    model.put("/graphql?query=%7Bviewer%7Blogin%7D%7D", "{\"data\":{}}");
    ResponseCache open = github.cache(github.ports(fleet, Credential.anonymous(), read -> true));
    try (CachingProxy all = proxy(open)) {
      for (String token : List.of("alice", "bob", "alice", "bob")) {
        for (String path : List.of("/graphql", "/api/graphql")) {
          HttpRequest.Builder post =
              HttpRequest.newBuilder(URI.create(all.address() + path))
                  .header("Authorization", "bearer " + token)
                  .POST(HttpRequest.BodyPublishers.ofString(query));
          assertThat(mode(send(post))).isEqualTo("bypass");
        }
        HttpRequest.Builder get =
            HttpRequest.newBuilder(
                    URI.create(all.address() + "/graphql?query=%7Bviewer%7Blogin%7D%7D"))
                .header("Authorization", "bearer " + token);
        assertThat(mode(send(get))).isEqualTo("bypass");
      }
    }
    assertThat(model.calls()).hasSize(12).noneMatch(call -> call.status() == 304);
    assertThat(open.kept(10)).isEmpty();
    assertThat(fleet.heard).isEmpty();
  }

  @Test
  void aThousandToolsAtOnceCostOneCall() throws Exception {
    model.put(RUNS, "{\"total_count\":1}");
    CountDownLatch gate = new CountDownLatch(1);
    model.gate(gate);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 1000)
              .mapToObj(i -> threads.submit(() -> get(RUNS, "alice").body()))
              .toList();
      gate.countDown();
      Set<String> said = new HashSet<>();
      for (var answer : answers) {
        said.add(answer.get());
      }
      assertThat(said).containsExactly("{\"total_count\":1}");
    }
    assertThat(model.calls()).hasSize(1);
  }

  @Test
  void troubleIsToldAndBridged() throws Exception {
    model.put(RUNS, "{\"total_count\":1}");
    get(RUNS, "alice");
    github.later(Duration.ofSeconds(61));
    model.down(true);
    assertThat(mode(get(RUNS, "alice"))).isEqualTo("stale");
    HttpResponse<String> nothing = get("/repos/o/r", "alice");
    assertThat(nothing.statusCode()).isEqualTo(502);
    assertThat(nothing.body()).contains("\"message\"").doesNotContain("alice");
    model.down(false);
    github.later(Duration.ofSeconds(61));
    model.slow(30);
    assertThat(mode(get(RUNS, "alice"))).isEqualTo("stale");
    HttpResponse<String> limited = get("/repos/o/r", "alice");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(Integer.parseInt(header(limited, "Retry-After"))).isBetween(1, 31);
  }

  @Test
  void aMountainGoesThroughUnpackedByNobodyAndIsNotKept() throws Exception {
    byte[] mountain = new byte[ApiBody.MAX_BYTES + 1];
    model.put("/repos/o/r/contents/zeros", mountain);
    HttpResponse<byte[]> answer =
        tool.send(
            request("/repos/o/r/contents/zeros", "alice").build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.body()).isEqualTo(mountain);
    assertThat(mode(answer)).isEqualTo("bypass");
    assertThat(cache.kept(10)).isEmpty();
  }
}
