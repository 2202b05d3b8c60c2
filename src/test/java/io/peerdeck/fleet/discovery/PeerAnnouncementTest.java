package io.peerdeck.fleet.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.libp2p.PeerRecord;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeerAnnouncementTest {
  private static final Multiaddr HERE = Multiaddr.parse("/ip4/192.168.7.3/tcp/4011");
  private final KeyPair key = KeyPair.generate(new SecureRandom());

  private PeerStatement statement(long seq) {
    return new PeerStatement(
        key.peerId(),
        seq,
        Duration.ofMinutes(10),
        Reach.LOCAL,
        Set.of("linux", "gpu"),
        Map.of("name", "north"));
  }

  @Test
  void itArrivesAsItWasSigned() {
    PeerAnnouncement said = PeerAnnouncement.sign(key, List.of(HERE), statement(5));
    PeerAnnouncement heard = PeerAnnouncement.of(said.ipld());
    assertThat(heard).isEqualTo(said);
    assertThat(heard.statement()).isEqualTo(statement(5));
    assertThat(heard.addresses()).containsExactly(HERE.withPeer(key.peerId()));
  }

  @Test
  void otherPeersCanReadItsAddresses() {
    PeerAnnouncement said = PeerAnnouncement.sign(key, List.of(HERE), statement(5));
    assertThat(PeerRecord.open(said.recordBytes()).addresses()).containsExactly(HERE);
  }

  @Test
  void aFlippedBitInTheStatementIsNoticed() {
    PeerAnnouncement said = PeerAnnouncement.sign(key, List.of(HERE), statement(5));
    byte[] statement = said.statementBytes();
    for (int at = 0; at < statement.length; at++) {
      byte[] changed = statement.clone();
      changed[at] ^= 4;
      assertThatThrownBy(() -> PeerAnnouncement.open(said.recordBytes(), changed))
          .as("byte %d", at)
          .isInstanceOf(MultiformatException.class);
    }
  }

  @Test
  void aRecordAndAStatementOfDifferentNumbersDoNotGoTogether() {
    PeerAnnouncement old = PeerAnnouncement.sign(key, List.of(HERE), statement(5));
    PeerAnnouncement later = PeerAnnouncement.sign(key, List.of(HERE), statement(6));
    assertThatThrownBy(() -> PeerAnnouncement.open(old.recordBytes(), later.statementBytes()))
        .hasMessageContaining("do not belong together");
  }

  @Test
  void oneHalfCannotStandForTheOther() {
    PeerAnnouncement said = PeerAnnouncement.sign(key, List.of(HERE), statement(5));
    assertThatThrownBy(() -> PeerAnnouncement.open(said.recordBytes(), said.recordBytes()))
        .isInstanceOf(MultiformatException.class);
    assertThatThrownBy(() -> PeerAnnouncement.open(said.statementBytes(), said.statementBytes()))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void aMegabyteIsRefusedUnread() {
    PeerAnnouncement said = PeerAnnouncement.sign(key, List.of(HERE), statement(5));
    assertThatThrownBy(() -> PeerAnnouncement.open(new byte[1 << 20], said.statementBytes()))
        .hasMessageContaining("at most");
    assertThatThrownBy(() -> PeerAnnouncement.open(said.recordBytes(), new byte[1 << 20]))
        .hasMessageContaining("at most");
  }

  @Test
  void aStatementOutOfBoundsCannotBeMade() {
    assertThatThrownBy(
            () ->
                new PeerStatement(
                    key.peerId(), 1, Duration.ofDays(8), Reach.LOCAL, Set.of(), Map.of()))
        .hasMessageContaining("7 days");
    assertThatThrownBy(
            () ->
                new PeerStatement(
                    key.peerId(),
                    1,
                    Duration.ofDays(1),
                    Reach.LOCAL,
                    Set.of("x".repeat(101)),
                    Map.of()))
        .hasMessageContaining("100 characters");
  }
}
