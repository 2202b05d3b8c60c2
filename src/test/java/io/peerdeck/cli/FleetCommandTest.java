package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `peerdeck fleet …` on two machines.
@Timeout(120)
class FleetCommandTest {
  @TempDir Path temporary;
  private Shell first;
  private Shell second;
  private NodeHost host;

  @BeforeEach
  void start() throws Exception {
    first = machine("first");
    second = machine("second");
    host = NodeHost.start(NodeConfig.at(first.data()));
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private Shell machine(String name) throws Exception {
    Path data = Files.createDirectories(temporary.resolve(name));
    Files.writeString(
        data.resolve("config.yaml"),
        "name: " + name + "\nlisten: [/ip4/127.0.0.1/tcp/0]\nslots: 1\n");
    return new Shell(data);
  }

  @Test
  void statsTellEachLimitWithWhatItHoldsAndRefused() {
    assertThat(first.run("stats").out())
        .contains("LIMIT", "connectionsPerPeer", "handshakes", "PROTOCOL");
    assertThat(first.json("stats").json().at("/network/limits"))
        .hasSizeGreaterThan(20)
        .allSatisfy(limit -> assertThat(limit.path("refused").asLong()).isZero())
        .allSatisfy(limit -> assertThat(limit.path("bound").asLong()).isPositive());
    assertThat(first.json("stats").json().at("/network/gossip/topics").isObject()).isTrue();
  }

  @Test
  void aFleetIsFoundedJoinedByInvitationAndSteered() {
    assertThat(first.run("fleet", "create", "attic").out()).contains("admin of the fleet attic");
    Shell.Answer made = first.run("fleet", "invite", "--role", "worker", "--valid", "2h");
    assertThat(made.exit()).isZero();
    String text = made.out().strip();
    assertThat(text).startsWith("peerdeck:u").doesNotContain("\n");
    assertThat(made.err()).contains("worker", "fleet join");

    // No node runs on the second folder; the command embeds one until it is in.
    Shell.Answer joined = second.run("fleet", "join", text);
    assertThat(joined.exit()).as(joined.err()).isZero();
    assertThat(joined.out()).contains("in the fleet attic as worker");
    assertThat(joined.out() + joined.err()).doesNotContain(text);

    JsonNode fleet = first.json("fleet", "show").json();
    assertThat(fleet.path("members").asInt()).isEqualTo(2);
    assertThat(fleet.path("soleAdmin").asBoolean()).isTrue();
    assertThat(fleet.at("/invites/0/state").asText()).isEqualTo("used");
    assertThat(first.run("fleet", "show").out()).contains("attic", "only admin", "1 of 1");
    assertThat(first.run("fleet", "members").out()).contains("first", "second");
    assertThat(first.run("fleet", "role", "second", "operator", "worker").out())
        .contains("second is now operator, worker");
    assertThat(first.json("peer", "set", "second", "--drain", "--label", "gpu").json().toString())
        .contains("\"draining\":true", "gpu");
    assertThat(first.json("fleet", "role", "second", "king").refused(2).err()).contains("king");
    assertThat(first.json("fleet", "remove", "second").json().path("ok").asBoolean()).isTrue();
    assertThat(first.json("fleet", "show").json().path("members").asInt()).isEqualTo(1);
  }

  @Test
  void invitationsAreListedTakenBackAndRefused() {
    JsonNode made = first.json("fleet", "invite", "--uses", "3").json();
    String id = made.at("/invite/id").asText();
    assertThat(first.run("fleet", "invites").out())
        .contains("open", "0 of 3", id.substring(id.length() - 8));
    assertThat(first.json("fleet", "revoke", id).json().path("ok").asBoolean()).isTrue();
    assertThat(first.run("fleet", "invites").out()).contains("revoked");
    first.json("fleet", "revoke", id).refused(4);
    first.json("fleet", "revoke", "nothing-such").refused(3);
    first.json("fleet", "invite", "--valid", "soon").refused(2);
    first.json("fleet", "invite", "--valid", "9000d").refused(2);
    first.json("fleet", "invite", "--role", "king").refused(2);

    Shell.Answer answer = second.json("fleet", "join", made.path("text").asText());
    assertThat(answer.exit()).isEqualTo(4);
    assertThat(answer.err()).contains("taken back");
    assertThat(second.json("fleet", "join", "peerdeck:uAAAA").refused(2).err()).contains("damaged");
    assertThat(second.json("fleet", "join", "nonsense").refused(2).err()).contains("nonsense");
  }

  @Test
  void aMachineWithoutInvitationIsLetInByAnAdmin() {
    String address = host.node().status().addresses().getFirst();
    try (NodeHost other = NodeHost.start(NodeConfig.at(second.data()))) {
      Shell.Answer asked = second.run("fleet", "join", address);
      assertThat(asked.exit()).isEqualTo(4);
      assertThat(asked.out()).contains("on its way");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> first.run("fleet", "requests").out().contains("second"));
      assertThat(first.run("fleet", "accept", "second", "--role", "observer").out())
          .contains("second is now a member");
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> other.node().fleet().roles().equals(List.of("observer")));
      first.json("fleet", "refuse", "second").refused(3);
    }
  }

  @Test
  void theApiRefusesWhatIsMalformed() {
    try (ApiClient client = host.client()) {
      assertThat(client.get("fleet", Map.of()).path("members").asInt()).isEqualTo(1);
      refused(400, () -> client.post("fleet/invites", Map.of("roles", "worker")));
      refused(400, () -> client.post("fleet/invites", Map.of("roles", List.of(1))));
      refused(400, () -> client.post("fleet/invites", Map.of("uses", "many")));
      refused(400, () -> client.post("fleet/join", Map.of()));
      refused(400, () -> client.post("fleet", Map.of("name", "x".repeat(200))));
      refused(405, () -> client.get("fleet/join", Map.of()));
      refused(404, () -> client.get("fleet/nothing", Map.of()));
      refused(404, () -> client.post("fleet/requests/nobody/dance", Map.of()));
      refused(404, () -> client.post("approvals/none/approve", Map.of()));
      refused(404, () -> client.post("approvals/none/dance", Map.of()));
      assertThat(client.get("approvals", Map.of()).isEmpty()).isTrue();
      String self = ApiClient.encode(host.node().status().self().id());
      refused(400, () -> client.post("peers/" + self + "/update", Map.of("drain", "yes")));
      refused(400, () -> client.post("peers/" + self + "/trust", Map.of("level", "much")));
      refused(409, () -> client.post("peers/" + self + "/trust", Map.of("level", "none")));
    }
  }

  private static void refused(int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOf(ApiException.class)
        .extracting(e -> ((ApiException) e).status())
        .isEqualTo(status);
  }
}
