package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.blob.FetchReport.Failure;
import io.peerdeck.blob.FetchReport.Fault;
import io.peerdeck.clock.Refusal;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What the clock and the content store tell of a peer is among the reasons Peers shows.
class PeerDeedsTest {
  private final PeerId self = KeyPair.generate(new SecureRandom()).peerId();
  private final PeerId peer = KeyPair.generate(new SecureRandom()).peerId();
  private final Conduct conduct = new Conduct(self, InstantSource.system(), System::nanoTime);
  private final PeerDeeds deeds = new PeerDeeds(conduct);

  @Test
  void blocksServedSpeakForAPeer() {
    deeds.served(peer, 2000);

    assertThat(conduct.of(peer).reasons()).containsExactly("sent 2,000 blocks that were asked for");
    assertThat(conduct.of(peer).score()).isGreaterThan(50);
  }

  @Test
  void wrongBlocksAndSlownessSpeakAgainstItAndALostConnectionDoesNot() {
    deeds.failed(new Failure(peer, Fault.NONE, "the connection ended"));
    assertThat(conduct.of(peer).reasons()).isEmpty();

    deeds.failed(new Failure(peer, Fault.SLOW, "a frame took over 10 s"));
    deeds.failed(new Failure(peer, Fault.MISBEHAVED, "it sent a wrong block"));

    assertThat(conduct.of(peer).reasons())
        .containsExactly(
            "sent 1 wrong block; the last: it sent a wrong block",
            "did not answer in time, 1 time; the last: a frame took over 10 s");
    assertThat(conduct.of(peer).score()).isLessThan(50);
  }

  @Test
  void entriesThatBreakARuleSpeakAgainstWhoSentThem() {
    Cid cid = Cid.of(Cid.DAG_CBOR, new byte[] {1});
    deeds.refused(peer, List.of(new Refusal(cid, "its sequence has a hole", Optional.of(peer))));

    assertThat(conduct.of(peer).reasons())
        .containsExactly("sent 1 entry that breaks a rule; the last: its sequence has a hole");
  }
}
