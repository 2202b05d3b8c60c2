package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What goes on for a while: changes and logs as server-sent events, the export of the clock; and
/// what becomes of clients that ask for too much or do not read.
class EventStreamsTest {
  private static final int DEADLINE_MILLIS = 30_000;
  private static final int STREAMS = 3;

  @TempDir static Path folder;
  private static Node node;
  private static ApiServer server;
  private static ApiToken token;
  private static RawHttp http;

  @BeforeAll
  static void start() {
    node = Node.open(NodeConfig.at(folder).withName("streaming").offline());
    token = ApiToken.ofFolder(folder, new SecureRandom());
    ApiBounds bounds =
        new ApiBounds(
            STREAMS,
            Duration.ofSeconds(2),
            Duration.ofMillis(300),
            20_000,
            1000,
            Duration.ofMinutes(1),
            Duration.ofMinutes(9));
    server = ApiServer.start(node, token, 0, bounds);
    http = new RawHttp(server.address());
  }

  @AfterAll
  static void stop() {
    server.close();
    node.close();
  }

  /// A stream that is read as it comes.
  private static final class Client implements AutoCloseable {
    private final Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
    private final BufferedReader in;
    private final String status;

    Client(String target, Map<String, String> more) throws IOException {
      socket.setSoTimeout(DEADLINE_MILLIS);
      StringBuilder head = new StringBuilder("GET " + target + " HTTP/1.1\r\n");
      Map<String, String> headers = http.headers(token.bearer());
      headers.put("Accept", "text/event-stream");
      headers.putAll(more);
      headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
      socket
          .getOutputStream()
          .write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      status = in.readLine();
    }

    /// The next event, without the marks of its transfer; comments are passed over.
    Map<String, String> next() throws IOException {
      String id = "";
      String event = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        if (line.startsWith("id: ")) {
          id = line.substring("id: ".length());
        } else if (line.startsWith("event: ")) {
          event = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          return Map.of("id", id, "event", event, "data", line.substring("data: ".length()));
        }
      }
      throw new IOException("the stream ended");
    }

    Map<String, String> next(String event) throws IOException {
      Map<String, String> found = next();
      while (!found.get("event").equals(event)) {
        found = next();
      }
      return found;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  private static int port() {
    String address = server.address();
    return Integer.parseInt(address.substring(address.indexOf(':') + 1));
  }

  private static String submit(String script) throws IOException {
    Path file =
        Files.writeString(
            Files.createTempDirectory(folder, "workflow").resolve("talk.yml"),
            """
            name: p2p-workflow talk
            on: push
            jobs:
              talk: {runs-on: linux, steps: [{run: "%s"}]}
            """
                .formatted(script));
    return json("POST", "runs", Map.of("file", file.toString())).path("id").asText();
  }

  private static JsonNode json(String method, String path, Map<String, ?> body) throws IOException {
    RawHttp.Answer answer =
        http.send(
            method,
            "/api/v1/" + path,
            http.headers(token.bearer()),
            body.isEmpty() ? new byte[0] : Json.write(body));
    assertThat(answer.status()).as(answer.error()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void changesAreToldAndWhoComesAgainHearsWhatWasMissedInBetween() throws Exception {
    String first;
    try (Client client = new Client("/api/v1/events", Map.of())) {
      assertThat(client.status).contains("200");
      first = client.next("ready").get("id");
      node.setVariable("STREAM", "1");
      String run = submit("true");
      Map<String, String> change = client.next("change");
      while (!change.get("data").equals("{\"kind\":\"run\",\"id\":\"" + run + "\"}")) {
        change = client.next("change");
      }
    }
    try (Client again = new Client("/api/v1/events", Map.of("Last-Event-ID", first))) {
      assertThat(again.next().get("event")).isEqualTo("ready");
      assertThat(again.next().get("event")).isEqualTo("change");
    }
    try (Client lost = new Client("/api/v1/events", Map.of("Last-Event-ID", "0000-7"))) {
      assertThat(lost.next().get("event")).isEqualTo("ready");
      Map<String, String> missed = lost.next();
      assertThat(missed.get("event")).isEqualTo("missed");
      assertThat(missed.get("data")).contains("read again");
    }
    assertThat(json("GET", "events", Map.of()).isArray()).isTrue();
  }

  @Test
  void aSlowReaderOfChangesHearsThatSomeWereDropped() throws Exception {
    ChangeRing ring = new ChangeRing("life");
    for (int i = 0; i <= ChangeRing.SIZE; i++) {
      ring.add(java.util.Set.of(new io.peerdeck.node.Change.Run("run" + i)));
    }
    ChangeRing.News news = ring.after(0, Duration.ZERO);
    assertThat(news.missed()).isTrue();
    assertThat(news.place()).isEqualTo(ChangeRing.SIZE + 1);
    assertThat(ring.after(1, Duration.ZERO).missed()).isFalse();
    assertThat(new String(news.frames(), StandardCharsets.UTF_8))
        .startsWith("id: life-2\n")
        .endsWith("\"id\":\"run" + ChangeRing.SIZE + "\"}\n\n");
    assertThat(ring.place("life-5")).contains(5L);
    assertThat(ring.place("other-5")).isEmpty();
    assertThat(ring.place("life-9999")).isEmpty();
  }

  @Test
  void aLogIsFollowedToItsEndAndGoneOnWithFromAnyPlace() throws Exception {
    String run = submit("for i in $(seq 1 40); do echo line $i; sleep 0.05; done");
    List<Map<String, String>> events = new ArrayList<>();
    try (Client client = new Client("/api/v1/runs/" + run + "/logs/talk", Map.of())) {
      Map<String, String> event = client.next();
      while (!event.get("event").equals("end")) {
        events.add(event);
        event = client.next();
      }
    }
    assertThat(texts(events)).containsOnlyOnce("line 1", "line 40").hasSizeGreaterThan(40);
    List<Map<String, String>> stretches =
        events.stream().filter(event -> event.get("event").equals("lines")).toList();
    assertThat(stretches).hasSizeGreaterThan(3);
    String half = stretches.get(stretches.size() / 2).get("id");
    List<Map<String, String>> rest = new ArrayList<>();
    try (Client client =
        new Client("/api/v1/runs/" + run + "/logs/talk", Map.of("Last-Event-ID", half))) {
      Map<String, String> event = client.next();
      while (!event.get("event").equals("end")) {
        rest.add(event);
        event = client.next();
      }
    }
    List<String> whole = new ArrayList<>(texts(stretches.subList(0, stretches.size() / 2 + 1)));
    whole.addAll(texts(rest));
    assertThat(whole).isEqualTo(texts(events));
    JsonNode lines = json("GET", "runs/" + run + "/logs/talk/lines?first=3&count=2", Map.of());
    assertThat(lines.path("lines").findValuesAsText("number")).containsExactly("3", "4");
    assertThat(lines.path("next").asLong()).isEqualTo(5);
    JsonNode last = json("GET", "runs/" + run + "/logs/talk/lines?first=-2", Map.of());
    assertThat(last.path("lines")).hasSize(2);
    assertThat(last.path("end").asBoolean()).isTrue();
  }

  private static List<String> texts(List<Map<String, String>> events) {
    List<String> texts = new ArrayList<>();
    for (Map<String, String> event : events) {
      texts.addAll(
          Json.read(event.get("data").getBytes(StandardCharsets.UTF_8))
              .path("lines")
              .findValuesAsText("text"));
    }
    return texts;
  }

  @Test
  void theClockIsExportedWholeAndInOrder() throws Exception {
    node.setVariable("EXPORT", "1");
    HttpURLConnection export =
        (HttpURLConnection)
            URI.create("http://" + server.address() + "/api/v1/clock/export")
                .toURL()
                .openConnection();
    export.setRequestProperty("Authorization", token.bearer());
    assertThat(export.getContentType()).isEqualTo("application/jsonl");
    List<Long> ordinals;
    try (InputStream in = export.getInputStream()) {
      ordinals =
          new String(in.readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .map(line -> Json.read(line.getBytes(StandardCharsets.UTF_8)))
              .map(entry -> entry.path("ordinal").asLong())
              .toList();
    }
    assertThat(ordinals).isNotEmpty().isSorted().startsWith(0L).doesNotHaveDuplicates();
  }

  @Test
  void oneFollowerTooManyIsRefusedUntilAnotherLeaves() throws Exception {
    List<Client> clients = new ArrayList<>();
    try {
      await()
          .untilAsserted(
              () -> {
                while (clients.size() < STREAMS) {
                  Client client = new Client("/api/v1/events", Map.of());
                  assertThat(client.status).contains("200");
                  clients.add(client);
                }
              });
      try (Client more = new Client("/api/v1/events", Map.of())) {
        assertThat(more.status).contains("503");
      }
    } finally {
      for (Client client : clients) {
        client.close();
      }
    }
    await()
        .untilAsserted(
            () -> {
              try (Client client = new Client("/api/v1/events", Map.of())) {
                assertThat(client.status).contains("200");
              }
            });
  }

  @Test
  void aClientThatDoesNotReadIsDropped() throws Exception {
    String run = submit("seq -f '%0100g' 1 40000");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> json("GET", "runs/" + run, Map.of()).at("/tasks/0/sealed").asBoolean());
    String target = "/api/v1/runs/" + run + "/logs/talk";
    try (Socket socket = new Socket()) {
      socket.setReceiveBufferSize(4096);
      socket.connect(new java.net.InetSocketAddress("127.0.0.1", port()));
      String request =
          "GET "
              + target
              + " HTTP/1.1\r\nHost: 127.0.0.1:"
              + port()
              + "\r\nAuthorization: "
              + token.bearer()
              + "\r\n\r\n";
      socket.getOutputStream().write(request.repeat(8).getBytes(StandardCharsets.US_ASCII));
      // Nothing is read for a while; then far less has come than was asked for, and no more comes.
      await().atMost(Duration.ofSeconds(DEADLINE_MILLIS / 1000)).until(() -> isCut(socket));
    }
    assertThat(json("GET", "status", Map.of()).at("/self/name").asText()).isEqualTo("streaming");
  }

  /// Whether the other end has closed: sending then fails.
  private static boolean isCut(Socket socket) {
    try {
      socket.getOutputStream().write('\n');
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void aClientThatAsksTooOftenIsToldWhenToComeAgain() {
    AtomicLong now = new AtomicLong(TimeUnit.DAYS.toNanos(1));
    ClientRate rate = new ClientRate(10, now::get);
    for (int i = 0; i < 100; i++) {
      rate.take("a");
    }
    assertThatThrownBy(() -> rate.take("a"))
        .isInstanceOfSatisfying(
            ApiException.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(429);
              assertThat(refused.headers()).containsEntry("Retry-After", "1");
            });
    rate.take("b");
    now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
    rate.take("a");
    assertThatThrownBy(() -> rate.take("a")).isInstanceOf(ApiException.class);
  }
}
