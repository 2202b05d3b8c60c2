package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Beside;
import io.peerdeck.InteropFolder;
import io.peerdeck.NetEnd;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A js-libp2p peer that is in no fleet tries all a node has.
@Timeout(180)
@Beside
class HostileJsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String JOIN = "/peerdeck/join/1.0.0";
  private static final Set<String> FOR_STRANGERS =
      Set.of("/ipfs/id/1.0.0", "/ipfs/ping/1.0.0", JOIN);

  @TempDir Path temporary;

  @Test
  void aStrangerReachesIdentifyPingAndJoinAndNothingElse() throws Exception {
    try (TestFleet fleet = new TestFleet(temporary, 2, 1);
        NetEnd js = InteropFolder.startJs(LONG)) {
      String to = fleet.node(0).status().addresses().getFirst();

      JsonNode answer =
          js.ask(
              Map.of(
                  "do",
                  "tryAll",
                  "to",
                  to,
                  "more",
                  List.of("/peerdeck/github-cache/1.0.0", "/meshsub/1.2.0", "/ipfs/kad/1.0.0")),
              LONG);

      Map<String, String> tried = new HashMap<>();
      answer.get("tried").properties().forEach(e -> tried.put(e.getKey(), e.getValue().asText()));
      Set<String> named = new TreeSet<>();
      answer.get("named").forEach(protocol -> named.add(protocol.asText()));
      assertThat(named)
          .contains(
              "/peerdeck/clock/1.0.0",
              "/peerdeck/live/1.0.0",
              "/peerdeck/blob/1.0.0",
              "/peerdeck/log/1.0.0")
          .containsAll(FOR_STRANGERS);
      assertThat(tried.keySet()).containsAll(named);
      tried.forEach(
          (protocol, outcome) -> {
            if (FOR_STRANGERS.contains(protocol)) {
              assertThat(outcome).as(protocol).isEqualTo("open");
            } else {
              assertThat(outcome).as(protocol).isEqualTo("UnsupportedProtocolError");
            }
          });

      JsonNode thrown =
          js.ask(
              Map.of("do", "throwAt", "to", to, "protocol", JOIN, "size", 1 << 20, "times", 2),
              LONG);
      assertThat(thrown.get("cut").asInt()).isEqualTo(2);
      assertThat(fleet.node(0).fleet().joinRequests()).isEmpty();
      assertThat(fleet.node(0).fleet().members()).isEqualTo(2);
      // The fleet goes on as if nothing had been.
      assertThat(fleet.node(1).ping(fleet.node(0).status().self().id())).isPositive();
      assertThat(js.ask(Map.of("do", "ping", "to", to, "count", 3), LONG).get("p50").asDouble())
          .isPositive();
    }
  }
}
