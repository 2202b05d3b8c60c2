package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Beside;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeException;
import io.peerdeck.node.NodeStatus;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The four states at the paths of the earlier dashboard, of nodes that really are in them.
@Beside
class DashboardStatesTest {
  @TempDir private Path temporary;

  private Node open(String name, String gitHub, Optional<String> join) throws IOException {
    Path data = Files.createDirectories(temporary.resolve(name));
    Files.writeString(
        data.resolve("config.yaml"),
        "listen: [/ip4/127.0.0.1/tcp/0]\nmdns: off\ngithub-api: http://127.0.0.1:1\n" + gitHub);
    NodeConfig config = NodeConfig.at(data).withName(name).withSlots(0);
    return Node.open(join.map(config::withJoin).orElse(config));
  }

  private static JsonNode ask(Node node, String path) {
    Route route =
        new DashboardRoutes(node)
            .routes().stream()
                .filter(each -> each.path().equals(DashboardRoutes.ROOT + path))
                .findFirst()
                .orElseThrow();
    Request request =
        new Request(route, Map.of(), Map.of(), new Body(Json.readObject(new byte[0]), List.of()));
    return Json.read(Json.write(route.answer().orElseThrow().call().apply(request)));
  }

  /// Asks, and holds the flags to the word.
  private static JsonNode state(Node node, String path, String word) {
    JsonNode told = ask(node, path);
    assertThat(told.path("status").asText()).as(told.toString()).isEqualTo(word);
    boolean enabled = word.equals("Active") || word.equals("Enabled but alone");
    assertThat(told.path(path.equals("peers") ? "enabled" : "available").asBoolean())
        .isEqualTo(enabled);
    assertThat(told.path("reason").asText()).isNotBlank();
    assertThat(told.path("what_to_do").asText()).isNotBlank();
    assertThat(told.path("error").asText(""))
        .isEqualTo(word.equals("Error") ? told.path("reason").asText() : "");
    if (path.equals("peers")) {
      assertThat(told.path("active").asBoolean()).isEqualTo(word.equals("Active"));
    } else {
      assertThat(told.path("content_addressing_available").asBoolean()).isEqualTo(enabled);
    }
    return told;
  }

  @Test
  void aNodeByItselfIsAloneUntilAnotherMemberIsConnected() throws Exception {
    try (Node first = open("first", "github: on\ngithub-port: 0\n", Optional.empty())) {
      JsonNode alone = state(first, "peers", "Enabled but alone");
      assertThat(alone.path("what_to_do").asText()).contains("peerdeck fleet invite");
      assertThat(alone.path("peer_count").asInt()).isZero();
      assertThat(state(first, "cache/stats", "Enabled but alone").path("reason").asText())
          .contains("kept for this machine");
      String address = first.status().addresses().getFirst();
      try (Node second = open("second", "", Optional.of(address))) {
        first.addPeer(second.status().addresses().getFirst(), Optional.of("second"));
        Awaitility.await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> ask(first, "peers").path("active").asBoolean());
        JsonNode active = state(first, "peers", "Active");
        assertThat(active.path("peer_count").asInt()).isEqualTo(1);
        assertThat(active.at("/peers/0/runner_name").asText()).isEqualTo("second");
        assertThat(active.at("/peers/0/listen_port").asInt()).isPositive();
        assertThat(state(first, "cache/stats", "Active").path("p2p_peers").asInt()).isEqualTo(1);
      }
      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> !ask(first, "peers").path("active").asBoolean());
      JsonNode left = state(first, "peers", "Enabled but alone");
      assertThat(left.path("what_to_do").asText()).contains("Start the other machines");
      assertThat(left.path("registered_peer_count").asInt()).isEqualTo(1);
    }
  }

  @Test
  void whatIsSwitchedOffIsDisabledAndSaysHowToSwitchItOn() throws Exception {
    try (Node off = open("off", "network: off\n", Optional.empty())) {
      assertThat(state(off, "peers", "Disabled").path("what_to_do").asText())
          .contains("network: on");
      assertThat(state(off, "cache/stats", "Disabled").path("what_to_do").asText())
          .contains("github: on");
    }
  }

  @Test
  void whatFailsIsAnErrorWithItsReason() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Node node =
            open(
                "troubled",
                "github: on\ngithub-port: " + taken.getLocalPort() + "\n",
                Optional.empty())) {
      assertThat(state(node, "cache/stats", "Error").path("reason").asText())
          .contains(Integer.toString(taken.getLocalPort()));
      state(node, "peers", "Enabled but alone");
      Node deaf = with(node, "status", status -> withoutAddresses((NodeStatus) status));
      assertThat(state(deaf, "peers", "Error").path("reason").asText()).contains("listens nowhere");
      Node broken =
          with(
              node,
              "peers",
              peers -> {
                throw new NodeException(NodeException.Reason.FAILED, "The database is gone.");
              });
      assertThat(state(broken, "peers", "Error").path("reason").asText())
          .isEqualTo("The database is gone.");
    }
  }

  private static NodeStatus withoutAddresses(NodeStatus status) {
    return new NodeStatus(
        status.self(),
        status.data(),
        status.version(),
        status.startedAt(),
        List.of(),
        status.fleet(),
        status.network(),
        status.networkReason(),
        status.members(),
        status.membersOnline(),
        status.clockEntries(),
        status.clockHead(),
        status.slots(),
        status.slotsBusy(),
        status.runs(),
        status.warnings());
  }

  /// The node, with another answer to one question.
  private static Node with(Node node, String question, Function<Object, Object> other) {
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, arguments) -> {
              try {
                Object answer = method.invoke(node, arguments);
                return method.getName().equals(question) ? other.apply(answer) : answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
