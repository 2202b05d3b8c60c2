package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RankingTest {
  private static final List<PeerId> PEERS =
      IntStream.range(0, 10).mapToObj(n -> PeerId.ofEd25519(Sha256.of("peer " + n))).toList();

  private static Cid run(int n) {
    return Cid.of(Cid.DAG_CBOR, ByteBuffer.allocate(4).putInt(n).array());
  }

  @Test
  void theSaltedRuleGivesEveryPeerItsShare() {
    Map<PeerId, Integer> owned = new HashMap<>();
    for (int n = 0; n < 4000; n++) {
      Ranking ranking =
          Ranking.of(RankingStrategy.HAMMING, run(n), run(n), new TaskKey("build", 0), PEERS);
      owned.merge(ranking.owner().orElseThrow(), 1, Integer::sum);
    }

    assertThat(owned)
        .hasSize(10)
        .allSatisfy((peer, count) -> assertThat(count).isBetween(300, 500));
  }

  @Test
  void theOrderInWhichPeersAreGivenDoesNotMatter() {
    for (RankingStrategy strategy : RankingStrategy.values()) {
      TaskKey task = new TaskKey("test", 3);
      assertThat(Ranking.of(strategy, run(1), run(1), task, PEERS.reversed()))
          .isEqualTo(Ranking.of(strategy, run(1), run(1), task, PEERS));
    }
  }

  @Test
  void anOfferReordersThePeersOfTheSameTask() {
    TaskKey task = new TaskKey("test", 0);
    Ranking before = Ranking.of(RankingStrategy.HAMMING, run(1), run(1), task, PEERS);
    Ranking after = Ranking.of(RankingStrategy.HAMMING, run(1), run(2), task, PEERS);

    assertThat(after.peers()).isNotEqualTo(before.peers());
    assertThat(after.peers()).containsExactlyInAnyOrderElementsOf(before.peers());
  }

  @Test
  void withoutPeersThereIsNoOwner() {
    assertThat(
            Ranking.of(RankingStrategy.HAMMING, run(1), run(1), new TaskKey("a", 0), List.of())
                .owner())
        .isEmpty();
  }
}
