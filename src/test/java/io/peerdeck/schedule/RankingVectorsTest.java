package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RankingStrategy.Candidate;
import io.peerdeck.schedule.RankingStrategy.Placed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RankingVectorsTest {
  static Stream<JsonNode> distances() throws IOException {
    return Vectors.cases("hamming_kit.json");
  }

  @ParameterizedTest
  @MethodSource("distances")
  void hexDigitsAreCountedAsTheEarlierSystemCountedThem(JsonNode vector) {
    assertThat(RankingStrategy.hexDistance(vector.get("a").asText(), vector.get("b").asText()))
        .isEqualTo(vector.get("distance").asInt());
  }

  static Stream<JsonNode> owners() throws IOException {
    return Vectors.cases("select_task_owner_kit.json");
  }

  @ParameterizedTest
  @MethodSource("owners")
  void theEarlierOwnerIsTheFirstNearestInListOrder(JsonNode vector) {
    String head = vector.get("head").asText();
    String taskHash = vector.get("task_hash").asText();
    List<String> peers = Vectors.texts(vector.get("peers"));

    Placed<String> owner = RankingStrategy.earlierOwner(head, taskHash, peers);

    assertThat(owner.peer()).isEqualTo(vector.get("owner").asText());
    assertThat(owner.distance()).isEqualTo(vector.get("distance").asInt());
    assertThat(RankingStrategy.earlierOwner(head, taskHash, peers.reversed()).peer())
        .isEqualTo(vector.get("owner_if_peer_list_reversed").asText());
    assertThat(HexFormat.of().formatHex(TaskHash.combined(head, taskHash)))
        .isEqualTo(vector.get("combined").asText());
  }

  @ParameterizedTest
  @MethodSource("owners")
  void hammingHexGivesTheEarlierDistancesInTextOrder(JsonNode vector) {
    List<String> peers = Vectors.texts(vector.get("peers"));
    byte[] combined =
        TaskHash.combined(vector.get("head").asText(), vector.get("task_hash").asText());

    List<Placed<String>> ranked =
        RankingStrategy.HAMMING_HEX.rank(
            combined,
            peers.stream()
                .map(p -> new Candidate<>(p, p.getBytes(StandardCharsets.UTF_8), p))
                .toList());

    assertThat(ranked)
        .isSortedAccordingTo(
            Comparator.comparingInt((Placed<String> p) -> p.distance())
                .thenComparing(Placed::peer));
    for (Placed<String> placed : ranked) {
      assertThat(placed.distance())
          .isEqualTo(vector.get("distances").get(peers.indexOf(placed.peer())).asInt());
    }
    assertThat(ranked.getFirst().peer())
        .isEqualTo(
            RankingStrategy.earlierOwner(
                    vector.get("head").asText(),
                    vector.get("task_hash").asText(),
                    peers.stream().sorted().toList())
                .peer());
  }

  static Stream<JsonNode> ours() throws IOException {
    return Vectors.cases("ranking_peerdeck.json");
  }

  @ParameterizedTest
  @MethodSource("ours")
  void theSaltedRankingIsTheOneComputedElsewhere(JsonNode vector) {
    Cid run = Cid.parse(vector.get("run").asText());
    Cid head = Cid.parse(vector.get("head").asText());
    TaskKey task = new TaskKey(vector.get("job").asText(), vector.get("index").asInt());
    List<PeerId> peers = Vectors.texts(vector.get("peers")).stream().map(PeerId::parse).toList();

    Ranking ranking = Ranking.of(RankingStrategy.HAMMING, run, head, task, peers);

    byte[] hash = TaskHash.of(run, task);
    assertThat(HexFormat.of().formatHex(hash)).isEqualTo(vector.get("taskHash").asText());
    assertThat(HexFormat.of().formatHex(TaskHash.combined(head, hash)))
        .isEqualTo(vector.get("combined").asText());
    assertThat(ranking.peers().stream().map(PeerId::toString).toList())
        .isEqualTo(Vectors.texts(vector.get("ranked")));
    assertThat(ranking.ranked().stream().map(Ranking.Ranked::distance).toList())
        .isEqualTo(vector.get("distances").valueStream().map(JsonNode::asInt).toList());
  }
}
