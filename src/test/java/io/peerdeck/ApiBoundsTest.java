package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The bounds of the API's server that the JDK reads once per process: in a process of its own,
/// with less patience than usual.
class ApiBoundsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int DEADLINE_MILLIS = 30_000;
  private static final int CONNECTIONS = 8;

  @TempDir private Path folder;

  @Test
  void requestsWithoutEndTooLongHeadsAndTooManyConnectionsAreDropped() throws Exception {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dsun.net.httpserver.maxReqTime=1",
            "-Djdk.httpserver.maxConnections=" + CONNECTIONS,
            "-cp",
            System.getProperty("java.class.path"),
            "io.peerdeck.ApiNode",
            folder.toString());
    try (NetEnd node = NetEnd.start(Path.of("").toAbsolutePath(), command, PATIENCE)) {
      int port = Integer.parseInt(node.address().substring(node.address().indexOf(':') + 1));
      String head =
          "GET /api/v1/status HTTP/1.1\r\nHost: 127.0.0.1:"
              + port
              + "\r\nConnection: close\r\nAuthorization: Bearer "
              + Files.readString(folder.resolve("api.token")).strip()
              + "\r\n";
      assertThat(say(port, head + "X: " + "x".repeat(1 << 10) + "\r\n\r\n")).contains(" 200 ");
      assertThat(say(port, head + "X: " + "x".repeat(64 << 10) + "\r\n\r\n"))
          .doesNotContain(" 200 ");
      assertThat(say(port, head + names(200) + "\r\n")).doesNotContain(" 200 ");
      assertThat(say(port, head)).isEmpty();
      assertThat(say(port, head + "Content-Length: 100\r\n\r\n{")).doesNotContain(" 200 ");
      List<Socket> followers = new ArrayList<>();
      String events = head.replace("/status", "/events") + "Accept: text/event-stream\r\n\r\n";
      try {
        // Those of the requests before may take their places for a moment longer.
        Awaitility.await()
            .atMost(Duration.ofMillis(DEADLINE_MILLIS))
            .until(
                () -> {
                  follow(port, events).ifPresent(followers::add);
                  return followers.size() == CONNECTIONS;
                });
        assertThat(say(port, head + "\r\n")).isEmpty();
        assertThat(follow(port, events)).isEmpty();
      } finally {
        for (Socket follower : followers) {
          follower.close();
        }
      }
    }
  }

  /// A connection that stays; empty where it was closed.
  private static Optional<Socket> follow(int port, String request) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    try {
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      if (socket.getInputStream().read() >= 0) {
        return Optional.of(socket);
      }
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching(".*(reset|aborted|pipe).*");
    }
    socket.close();
    return Optional.empty();
  }

  private static String names(int count) {
    return IntStream.range(0, count)
        .mapToObj(each -> "X" + each + ": x\r\n")
        .collect(Collectors.joining());
  }

  /// What comes back until the other end closes, which it must.
  private static String say(int port, String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(DEADLINE_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    } catch (SocketException e) {
      return ""; // closed before it had read everything
    }
  }
}
