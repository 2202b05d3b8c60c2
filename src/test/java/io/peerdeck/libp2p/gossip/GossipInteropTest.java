package io.peerdeck.libp2p.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Beside;
import io.peerdeck.InteropFolder;
import io.peerdeck.NetEnd;
import io.peerdeck.multiformats.Multiaddr;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// In one mesh with js-libp2p's gossipsub.
@Timeout(120)
@Beside
class GossipInteropTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String TOPIC = GossipNode.TOPIC;
  private static final int EACH = 20;

  private final List<NetEnd> js = new ArrayList<>();
  private final List<GossipNode> ours = new ArrayList<>();

  @AfterEach
  void close() {
    ours.forEach(GossipNode::close);
    js.forEach(NetEnd::close);
  }

  private NetEnd js(String options) throws Exception {
    NetEnd end = InteropFolder.startJs("gossip.mjs", options, LONG);
    js.add(end);
    return end;
  }

  private GossipNode ours(GossipConfig config) {
    GossipNode node = new GossipNode(config);
    ours.add(node);
    return node.subscribed();
  }

  private static JsonNode ask(NetEnd end, String command, Object... parameters) {
    Map<String, Object> request = new HashMap<>(Map.of("do", command, "topic", TOPIC));
    for (int i = 0; i < parameters.length; i += 2) {
      request.put((String) parameters[i], parameters[i + 1]);
    }
    return end.ask(request, LONG);
  }

  private static List<String> texts(NetEnd end) {
    List<String> texts = new ArrayList<>();
    ask(end, "received").get("received").forEach(m -> texts.add(m.get("text").asText().strip()));
    return texts;
  }

  private static List<String> texts(String who) {
    return IntStream.range(0, EACH).mapToObj(i -> who + " says " + i).toList();
  }

  private static String padded(String text, int size) {
    return text + " ".repeat(size - text.length());
  }

  /// A ring of three of each kind, one after the other, so that every message is passed on by both.
  @ParameterizedTest
  @ValueSource(strings = {"/meshsub/1.2.0", "/meshsub/1.1.0", "/meshsub/1.0.0"})
  void inARingOfBothEverybodyGetsEverythingOnce(String version) throws Exception {
    for (int i = 0; i < 3; i++) {
      ask(js("{\"only\": \"" + version + "\"}"), "subscribe");
      ours(GossipNode.brisk(Map.of()));
    }
    for (int i = 0; i < 3; i++) {
      ours.get(i).host.dial(Multiaddr.parse(js.get(i).address()), LONG);
      ask(js.get((i + 1) % 3), "connect", "to", ours.get(i).host.addresses().getFirst().toString());
    }
    for (int i = 0; i < 3; i++) {
      GossipNode node = ours.get(i);
      NetEnd end = js.get(i);
      await().atMost(LONG).until(() -> node.mesh() == 2);
      await().atMost(LONG).until(() -> ask(end, "state").get("mesh").size() == 2);
      assertThat(node.gossip.metrics().peers().values())
          .allSatisfy(peer -> assertThat(peer.protocol()).isEqualTo(version));
    }
    for (int i = 0; i < 3; i++) {
      // Large enough for IDONTWANT on both sides.
      ask(js.get(i), "publish", "texts", texts("js " + i), "size", 5000);
      for (String text : texts("ours " + i)) {
        ours.get(i).publish(padded(text, 5000));
      }
    }
    TreeSet<String> all = new TreeSet<>();
    IntStream.range(0, 3)
        .forEach(
            i -> {
              all.addAll(texts("js " + i));
              all.addAll(texts("ours " + i));
            });
    for (int i = 0; i < 3; i++) {
      TreeSet<String> forOurs = new TreeSet<>(all);
      forOurs.removeAll(texts("ours " + i));
      GossipNode node = ours.get(i);
      await().atMost(LONG).until(() -> node.received.size() >= 5 * EACH);
      assertThat(node.texts()).containsExactlyInAnyOrderElementsOf(forOurs);
      TreeSet<String> forJs = new TreeSet<>(all);
      forJs.removeAll(texts("js " + i));
      NetEnd end = js.get(i);
      await().atMost(LONG).until(() -> texts(end).size() >= 5 * EACH);
      assertThat(texts(end)).containsExactlyInAnyOrderElementsOf(forJs);
      assertThat(ask(end, "received").get("received"))
          .allSatisfy(message -> assertThat(message.get("type").asText()).isEqualTo("signed"));
      assertThat(ask(end, "state").get("scores"))
          .as("js finds nothing wrong with us")
          .allSatisfy(score -> assertThat(score.asDouble()).isNotNegative());
      assertThat(node.gossip.metrics().peers().values())
          .as("nor we with js")
          .allSatisfy(peer -> assertThat(peer.score()).isNotNegative());
    }
  }

  @Test
  void jsAsksForWhatItWasOnlyToldOf() throws Exception {
    GossipNode lazy =
        ours(
            GossipNode.brisk(
                Map.of(
                    "floodPublish",
                    false,
                    "degrees",
                    new GossipConfig.Degrees(0, 0, 0, 0, 0, 6, 0.25))));
    NetEnd end = js("{}");
    ask(end, "subscribe");
    ask(end, "connect", "to", lazy.host.addresses().getFirst().toString());
    await().atMost(LONG).until(() -> lazy.mesh() == 0 && lazy.topic().subscribers() == 1);
    assertThat(lazy.publish("only told of")).isZero();
    await().atMost(LONG).until(() -> texts(end).equals(List.of("only told of")));
    // A slow js asks once more before the first answer is there.
    assertThat(lazy.topic().given()).isPositive();
  }

  @Test
  void weAskForWhatJsOnlyTellsOf() throws Exception {
    NetEnd author = js("{}");
    NetEnd lazy = js("{\"D\": 0, \"Dlo\": 0, \"Dhi\": 0, \"Dscore\": 0, \"Dout\": 0}");
    GossipNode node = ours(GossipNode.brisk(Map.of()));
    ask(lazy, "subscribe");
    ask(author, "subscribe");
    ask(author, "connect", "to", lazy.address());
    node.host.dial(Multiaddr.parse(lazy.address()), LONG);
    await().atMost(LONG).until(() -> ask(lazy, "state").get("subscribers").size() == 2);
    await().atMost(LONG).until(() -> node.topic().prunes() == 1); // it takes nobody into its mesh
    ask(author, "publish", "texts", List.of("only told of"), "size", 0);
    await().atMost(LONG).until(() -> node.texts().equals(List.of("only told of")));
    assertThat(node.topic().asked()).isEqualTo(1);
  }

  @Test
  void leavingIsHeardBothWays() throws Exception {
    NetEnd end = js("{}");
    GossipNode node = ours(GossipNode.brisk(Map.of()));
    ask(end, "subscribe");
    node.host.dial(Multiaddr.parse(end.address()), LONG);
    await().atMost(LONG).until(() -> node.mesh() == 1);
    ask(end, "unsubscribe");
    await().atMost(LONG).until(() -> node.topic().subscribers() == 0 && node.mesh() == 0);
    node.gossip.close();
    node.host.close();
    await().atMost(LONG).until(() -> ask(end, "state").get("subscribers").isEmpty());
  }
}
