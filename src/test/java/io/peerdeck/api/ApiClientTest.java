package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a client gives its token to, and what a host leaves behind.
class ApiClientTest {
  @TempDir Path folder;

  @Test
  void whoeverListensOnAStalePortNeverSeesTheToken() throws Exception {
    ApiToken token = ApiToken.ofFolder(folder, new SecureRandom());
    String secret = token.bearer().substring("Bearer ".length());
    for (String answer :
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{\"proof\": \"abc\"}",
            "HTTP/1.1 200 OK\r\nContent-Length: 12\r\n\r\n{\"proof\": \"\"}",
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 302 Found\r\nLocation: /api/v1/status\r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\n" + "{".repeat(100_000),
            "SSH-2.0-Impostor\r\n",
            "")) {
      try (Impostor impostor = new Impostor(answer)) {
        Files.writeString(folder.resolve("api.address"), impostor.address());
        assertThat(ApiClient.connect(folder)).as(answer).isEmpty();
        assertThat(impostor.heard).as("the impostor was asked").isNotEmpty();
        assertThat(String.join("", impostor.heard)).as(answer).doesNotContain(secret);
      }
    }
  }

  @Test
  void anAddressThatNobodyAnswersMeansNoNode() throws Exception {
    ApiToken.ofFolder(folder, new SecureRandom());
    assertThat(ApiClient.connect(folder)).isEmpty();
    int free;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      free = socket.getLocalPort();
    }
    for (String stale :
        List.of("127.0.0.1:" + free, "127.0.0.1:99999", "example.org:80", "", "\u00ff\u00fe")) {
      Files.writeString(folder.resolve("api.address"), stale, StandardCharsets.ISO_8859_1);
      assertThat(ApiClient.connect(folder)).as(stale).isEmpty();
    }
  }

  @Test
  void aDamagedTokenIsToldWithWhatToDo() throws Exception {
    for (String damaged : List.of("", "short", "z".repeat(64))) {
      Files.writeString(folder.resolve("api.token"), damaged);
      assertThatThrownBy(() -> ApiToken.read(folder))
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("is damaged: delete it and restart the node");
    }
  }

  @Test
  void aHostAnnouncesItselfWhileItRunsAndKeepsItsToken() throws Exception {
    NodeConfig config = NodeConfig.at(folder).withName("host").withSlots(1).offline();
    byte[] first;
    try (NodeHost host = NodeHost.start(config);
        ApiClient client = ApiClient.connect(folder).orElseThrow()) {
      assertThat(folder.resolve("api.address")).hasContent(host.address());
      assertThat(client.get("status", Map.of()).at("/self/name").asText()).isEqualTo("host");
      first = Files.readAllBytes(folder.resolve("api.token"));
    }
    assertThat(folder.resolve("api.address")).doesNotExist();
    NodeHost again = NodeHost.start(config);
    assertThat(folder.resolve("api.token")).hasBinaryContent(first);
    again.close();
    again.close();
    assertThat(ApiClient.connect(folder)).isEmpty();
  }

  @Test
  void aSecondHostIsRefusedAndTheFirstGoesOn() {
    NodeConfig config = NodeConfig.at(folder).withName("host").withSlots(1).offline();
    try (NodeHost host = NodeHost.start(config)) {
      assertThatThrownBy(() -> NodeHost.start(config))
          .isInstanceOfSatisfying(
              ApiException.class, refused -> assertThat(refused.status()).isEqualTo(409))
          .hasMessageContaining("already runs on the data folder");
      try (ApiClient client = host.client()) {
        assertThat(client.get("status", Map.of()).isObject()).isTrue();
      }
    }
  }

  /// Answers every connection with the same bytes and remembers what it was sent.
  private static final class Impostor implements AutoCloseable {
    private final ServerSocket socket;
    private final Queue<String> heard = new ConcurrentLinkedQueue<>();

    Impostor(String answer) throws IOException {
      socket = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(() -> serve(answer));
    }

    String address() {
      return "127.0.0.1:" + socket.getLocalPort();
    }

    private void serve(String answer) {
      while (!socket.isClosed()) {
        try (Socket client = socket.accept()) {
          client.setSoTimeout(5000);
          InputStream in = client.getInputStream();
          byte[] buffer = new byte[8192];
          int count = in.read(buffer);
          heard.add(new String(buffer, 0, Math.max(0, count), StandardCharsets.ISO_8859_1));
          client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
          heard.add(e.toString()); // the client went away, or this is closed
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
