package io.peerdeck.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PeerRecordTest {
  private static final byte[] TYPE = {0x03, 0x01};
  private final KeyPair key = KeyPair.generate(new SecureRandom());
  private final PeerRecord record =
      new PeerRecord(key.peerId(), 7, List.of(Multiaddr.parse("/ip4/198.51.100.7/tcp/4011")));

  @Test
  void aSealedRecordIsReadAsItWasSaid() {
    assertThat(PeerRecord.open(record.seal(key).bytes())).isEqualTo(record);
  }

  @Test
  void aFlippedBitAnywhereIsNoticed() {
    byte[] sealed = record.seal(key).bytes();
    for (int at = 0; at < sealed.length; at++) {
      byte[] changed = sealed.clone();
      changed[at] ^= 1;
      assertThatThrownBy(() -> PeerRecord.open(changed))
          .as("byte %d", at)
          .isInstanceOf(MultiformatException.class);
    }
  }

  @Test
  void aRecordSignedForSomethingElseIsNoPeerRecord() {
    byte[] payload =
        SignedEnvelope.open(record.seal(key).bytes(), PeerRecord.DOMAIN, TYPE).payload();
    byte[] other = SignedEnvelope.seal(key, "another domain", TYPE, payload).bytes();
    assertThatThrownBy(() -> PeerRecord.open(other)).hasMessageContaining("wrong");
    byte[] otherType = SignedEnvelope.seal(key, PeerRecord.DOMAIN, new byte[] {1}, payload).bytes();
    assertThatThrownBy(() -> PeerRecord.open(otherType)).hasMessageContaining("another kind");
  }

  @Test
  void nobodySignsForAnotherPeer() {
    KeyPair other = KeyPair.generate(new SecureRandom());
    byte[] payload =
        SignedEnvelope.open(record.seal(key).bytes(), PeerRecord.DOMAIN, TYPE).payload();
    byte[] forged = SignedEnvelope.seal(other, PeerRecord.DOMAIN, TYPE, payload).bytes();
    assertThatThrownBy(() -> PeerRecord.open(forged)).hasMessageContaining("another peer");
    assertThatThrownBy(() -> record.seal(other)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void whatIsTooLargeIsRefusedUnread() {
    assertThatThrownBy(() -> PeerRecord.open(new byte[1 << 20])).hasMessageContaining("at most");
    List<Multiaddr> many =
        IntStream.range(0, 65)
            .mapToObj(port -> Multiaddr.tcp("198.51.100.7", 4000 + port))
            .toList();
    assertThatThrownBy(() -> new PeerRecord(key.peerId(), 1, many).seal(key))
        .hasMessageContaining("64");
  }

  @Test
  void twoHostsTellEachOtherTheirSignedAddresses() {
    try (Host one = Hosts.start();
        Host other = Hosts.start()) {
      Connection connection = Hosts.connect(one, other);
      await().until(() -> connection.identified().flatMap(Identify::signedRecord).isPresent());
      PeerRecord told = connection.identified().orElseThrow().signedRecord().orElseThrow();
      assertThat(told.peer()).isEqualTo(other.peerId());
      assertThat(told.addresses())
          .isEqualTo(other.addresses().stream().map(Multiaddr::withoutPeer).toList());
    }
  }
}
