package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.NodeHost;
import io.peerdeck.node.NodeConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `peerdeck discovery …` and `/api/v1/discovery` on a node with a bootstrap list.
@Timeout(180)
class DiscoveryCommandTest {
  private static final String PEER = "12D3KooWDpJ7As7BWAwRMfu1VU2WCqNjvq387JEYKDBj4kx6nXTN";
  private static final String ADDRESS = "/ip4/192.0.2.7/tcp/4011/p2p/" + PEER;

  @TempDir Path folder;
  private Shell shell;
  private NodeHost host;

  @BeforeEach
  void start() throws Exception {
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        name: seeker
        listen: [/ip4/127.0.0.1/tcp/0]
        mdns: off
        bootstrap: [%s]
        """
            .formatted(ADDRESS));
    shell = new Shell(folder);
    host = NodeHost.start(NodeConfig.at(folder));
  }

  @AfterEach
  void stop() {
    host.close();
  }

  private static JsonNode named(JsonNode all, String field, String name) {
    for (JsonNode one : all) {
      if (one.path(field).asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name + " is not in " + all);
  }

  @Test
  void sourcesAreAskedAndWhatTheyFoundIsListed() {
    JsonNode asked = named(shell.json("discovery", "refresh").json(), "source", "bootstrap");
    assertThat(asked.path("found").asInt()).isEqualTo(1);
    assertThat(asked.path("removed").asInt()).isZero();

    JsonNode source =
        named(shell.json("discovery", "sources").json().path("sources"), "name", "bootstrap");
    assertThat(source.path("state").asText()).isEqualTo("good");
    assertThat(source.path("peers").asInt()).isEqualTo(1);
    assertThat(source.path("successes").asInt()).isPositive();
    assertThat(source.path("refused").asInt()).isZero();
    assertThat(source.path("telling").asText()).isEqualTo("read-only");

    JsonNode found =
        shell.json("discovery", "list", "--source", "bootstrap").json().path("peers").path(0);
    assertThat(found.at("/peer/id").asText()).isEqualTo(PEER);
    assertThat(found.path("addresses").path(0).asText()).isEqualTo(ADDRESS);
    assertThat(found.path("member").asBoolean()).isFalse();
    assertThat(found.path("signed").asBoolean()).isFalse();
  }

  @Test
  void tablesTellTheSameToPeople() {
    assertThat(shell.run("discovery", "refresh", "--source", "bootstrap").out())
        .contains("SOURCE", "FOUND", "bootstrap")
        .doesNotContain("exchange");
    assertThat(shell.run("discovery", "sources").out())
        .contains("STATE", "REFUSED", "members", "bootstrap", "file", "exchange", "gossip")
        .doesNotContain("mdns");
    assertThat(shell.run("discovery", "list", "--limit", "10").out())
        .contains("bootstrap", ADDRESS, "peers are known in all");
    assertThat(shell.run("discovery", "list", "--label", "nobody-has-this").out())
        .doesNotContain(PEER);
  }

  @Test
  void whatThereIsNotIsRefusedWithTheReason() {
    assertThat(shell.json("discovery", "refresh", "--source", "dht").refused(2).err())
        .contains("dht", "bootstrap");
    assertThat(shell.json("discovery", "list", "--source", "dht").refused(2).err())
        .contains("dht", "bootstrap");
    shell.json("discovery", "list", "--limit", "10001").refused(2);
    shell.json("discovery", "list", "--limit", "many").refused(2);
  }

  @Test
  void theApiAnswersByQueryAndRefusesWhatIsMalformed() {
    try (ApiClient client = host.client()) {
      JsonNode outcome = client.post("discovery", Map.of("sources", List.of("bootstrap", "file")));
      assertThat(outcome).hasSize(2);
      JsonNode found = client.get("discovery", Map.of("source", "file, bootstrap", "limit", "1"));
      assertThat(found.path("peers")).hasSize(1);
      assertThat(client.get("discovery", Map.of("limit", "0")).path("peers")).isEmpty();
      assertThat(client.get("discovery", Map.of()).path("known").asInt()).isPositive();
      refused(400, () -> client.get("discovery", Map.of("limit", "10001")));
      refused(400, () -> client.get("discovery", Map.of("limit", "-1")));
      refused(400, () -> client.get("discovery", Map.of("source", "dht")));
      refused(400, () -> client.post("discovery", Map.of("sources", "bootstrap")));
      refused(400, () -> client.post("discovery", Map.of("sources", List.of("dht"))));
      refused(405, () -> client.delete("discovery"));
      refused(404, () -> client.get("discovery/bootstrap", Map.of()));
    }
  }

  private static void refused(int status, Runnable call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ApiException.class, failed -> assertThat(failed.status()).isEqualTo(status));
  }
}
