package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.Beside;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server whose node hangs at a question until it is released, and one that is asked more often
/// than it takes.
@Beside
class HangingHandlerTest {
  private static final int HEARTBEATS = 20;
  private static final byte[] NOTHING = new byte[0];

  @TempDir private Path folder;
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch through = new CountDownLatch(1);
  private Node node;
  private ApiToken token;

  @BeforeEach
  void open() {
    node = Node.open(NodeConfig.at(folder).withName("hanging").offline());
    token = ApiToken.ofFolder(folder, new SecureRandom());
  }

  @AfterEach
  void close() {
    released.countDown();
    node.close();
  }

  private ApiServer server(int perSecond) {
    return ApiServer.start(
        hanging(),
        token,
        0,
        new ApiBounds(
            3,
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            perSecond,
            perSecond,
            Duration.ofMillis(300),
            Duration.ofMinutes(9)));
  }

  /// The real node, whose answer to `peers` waits.
  private Node hanging() {
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("peers")) {
                released.await();
                through.countDown();
              }
              try {
                return method.invoke(node, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  private RawHttp.Answer get(ApiServer server, String path, String bearer) throws IOException {
    RawHttp http = new RawHttp(server.address());
    return http.send("GET", path, http.headers(bearer), NOTHING);
  }

  private RawHttp.Answer get(ApiServer server, String path) throws IOException {
    return get(server, path, token.bearer());
  }

  @Test
  void aHandlerThatHangsIsAnsweredForAndWhatItSaysLaterIsDropped() throws Exception {
    try (ApiServer server = server(20_000)) {
      RawHttp.Answer late = get(server, "/api/v1/peers");
      assertThat(late.status()).isEqualTo(504);
      assertThat(late.head()).contains("application/problem+json");
      assertThat(late.error())
          .contains("GET /api/v1/peers has not been answered within 0.3 s", "Ask again later");
      released.countDown();
      through.await();
      await().until(() -> get(server, "/api/v1/peers").status() == 200);
    }
  }

  @Test
  void anotherPathThatHangsIsAnsweredForToo() throws Exception {
    try (ApiServer server = server(20_000)) {
      server.serve(
          new ApiPath() {
            @Override
            public String path() {
              return "/other";
            }

            @Override
            public boolean accepts(String authorization) {
              return true;
            }

            @Override
            public Reply answer(HttpExchange request) throws IOException {
              try {
                released.await();
              } catch (InterruptedException e) {
                throw new IOException(e);
              }
              return new Reply(200, "text/plain", new byte[1]);
            }
          });
      assertThat(get(server, "/other").status()).isEqualTo(504);
      released.countDown();
      await().until(() -> get(server, "/other").status() == 200);
    }
  }

  @Test
  void whatIsFollowedGoesOnForLonger() throws Exception {
    try (ApiServer server = server(20_000)) {
      HttpURLConnection events = events(server);
      while (events.getResponseCode() == 504) {
        events = events(server); // it was not even begun in time
      }
      try (InputStream in = events.getInputStream()) {
        int heartbeats = 0;
        StringBuilder line = new StringBuilder();
        while (heartbeats < HEARTBEATS) {
          int next = in.read();
          assertThat(next).as("after %d heartbeats", heartbeats).isNotNegative();
          if (next != '\n') {
            line.append((char) next);
          } else {
            heartbeats += line.toString().startsWith(":") ? 1 : 0;
            line.setLength(0);
          }
        }
      }
    }
  }

  private HttpURLConnection events(ApiServer server) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection)
            URI.create("http://" + server.address() + "/api/v1/events").toURL().openConnection();
    connection.setRequestProperty("Authorization", token.bearer());
    connection.setRequestProperty("Accept", "text/event-stream");
    connection.setReadTimeout(30_000);
    return connection;
  }

  @Test
  void whoAsksTooOftenHearsWhenToComeAgainAndWrongTokensCostNobodyElse() throws Exception {
    try (ApiServer server = server(1)) {
      RawHttp.Answer wrong = get(server, "/api/v1/panel", "Bearer wrong");
      for (int i = 0; i < 300 && wrong.status() == 401; i++) {
        wrong = get(server, "/api/v1/panel", "Bearer wrong");
      }
      assertThat(wrong.status()).isEqualTo(429);
      RawHttp.Answer answer = get(server, "/api/v1/panel");
      assertThat(answer.status()).isIn(200, 504);
      for (int i = 0; i < 300 && answer.status() != 429; i++) {
        answer = get(server, "/api/v1/panel");
      }
      assertThat(answer.status()).isEqualTo(429);
      assertThat(answer.head()).containsPattern("(?i)retry-after: [1-9]");
      assertThat(new String(answer.body(), StandardCharsets.UTF_8))
          .contains("Too many requests: ask again in");
    }
  }
}
