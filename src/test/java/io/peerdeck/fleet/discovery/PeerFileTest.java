package io.peerdeck.fleet.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeerFileTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Multiaddr LAN = Multiaddr.parse("/ip4/192.168.7.3/tcp/4011");

  @TempDir Path folder;
  private final KeyPair north = KeyPair.generate(RANDOM);
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");

  private Path path() {
    return folder.resolve("peers.json");
  }

  private PeerFile file() {
    return new PeerFile(path(), () -> now);
  }

  private PeerInfo info(KeyPair key) {
    PeerAnnouncement signed =
        PeerAnnouncement.sign(
            key,
            List.of(LAN),
            new PeerStatement(
                key.peerId(),
                now.toEpochMilli(),
                Duration.ofMinutes(30),
                Reach.LOCAL,
                Set.of("gpu"),
                Map.of("name", "north")));
    return new PeerInfo(
        key.peerId(),
        signed.addresses(),
        Set.of("gpu"),
        now.minusSeconds(60),
        Optional.of(now),
        List.of("mdns"),
        Duration.ofMinutes(30),
        Map.of("name", "north"),
        Optional.of(signed));
  }

  @Test
  void whatWasKnownIsThereAfterARestart() {
    file().cleanup(List.of(info(north)));
    Sighting read = file().find().getFirst();
    assertThat(read.peer()).isEqualTo(north.peerId());
    assertThat(read.addresses()).containsExactly(LAN.withPeer(north.peerId()));
    assertThat(read.firstSeen()).contains(now.minusSeconds(60));
    assertThat(read.seen()).contains(now);
    assertThat(read.signed()).isEqualTo(info(north).signed());
  }

  @Test
  void aPersonCanReadIt() throws Exception {
    file().cleanup(List.of(info(north)));
    JsonNode root = new ObjectMapper().readTree(path().toFile());
    assertThat(root.get("last_cleanup").asText()).isEqualTo("2026-11-21T12:00:00Z");
    JsonNode one = root.get("peers").get(north.peerId().toString());
    assertThat(one.get("addresses").get(0).asText())
        .isEqualTo(LAN.withPeer(north.peerId()).toString());
    assertThat(one.get("labels").get(0).asText()).isEqualTo("gpu");
    assertThat(one.get("metadata").get("name").asText()).isEqualTo("north");
    assertThat(one.get("first_seen").asText()).isEqualTo("2026-11-21T11:59:00Z");
    assertThat(one.get("ttl_seconds").asLong()).isEqualTo(1800);
    assertThat(one.get("sources").get(0).asText()).isEqualTo("mdns");
    assertThat(Files.readString(path())).contains("\n    \"" + north.peerId() + "\" : {\n");
  }

  @Test
  void aPersonCanWriteAPeerIntoItWhileTheNodeRuns() throws Exception {
    PeerFile file = file();
    assertThat(file.find()).isEmpty();
    Files.writeString(
        path(), "{\"peers\": {\"%s\": {\"addresses\": [\"%s\"]}}}".formatted(north.peerId(), LAN));
    assertThat(file.find())
        .singleElement()
        .satisfies(one -> assertThat(one.addresses()).hasSize(1));
    assertThat(file.find()).as("read once, until it changes").isEmpty();
  }

  @Test
  void whereAPeerWasIsRememberedForAWeekAndItsWordsAsLongAsTheyHold() {
    PeerFile file = file();
    file.cleanup(List.of(info(north)));
    now = now.plus(Duration.ofDays(6));
    assertThat(file.cleanup(List.of())).isZero();
    Sighting read = file().find().getFirst();
    assertThat(read.addresses()).containsExactly(LAN.withPeer(north.peerId()));
    assertThat(read.signed()).isEmpty();
    now = now.plus(Duration.ofDays(2));
    assertThat(file.cleanup(List.of())).isEqualTo(1);
    assertThat(file().find()).isEmpty();
  }

  private List<Path> aside() throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(one -> one.getFileName().toString().contains("unreadable")).toList();
    }
  }

  @Test
  void aFileThatIsNoneIsKeptAsideAndTold() throws Exception {
    for (String nonsense :
        List.of("not json", "[]", "{\"peers\": []}", "[".repeat(100_000), "{\"peers\": {\"x")) {
      Files.writeString(path(), nonsense);
      assertThatThrownBy(file()::find)
          .isInstanceOf(DiscoveryException.class)
          .hasMessageContaining("cannot be used");
      assertThat(path()).doesNotExist();
    }
    assertThat(aside()).hasSize(5);
  }

  @Test
  void aPeerWithAForgedRecordIsLeftOutAndTheOthersAreNot() throws Exception {
    KeyPair south = KeyPair.generate(RANDOM);
    file().cleanup(List.of(info(north), info(south)));
    ObjectMapper json = new ObjectMapper();
    JsonNode root = json.readTree(path().toFile());
    JsonNode peers = root.get("peers");
    ObjectNode forged = (ObjectNode) peers.get(north.peerId().toString());
    forged.set("record", peers.get(south.peerId().toString()).get("record"));
    json.writeValue(path().toFile(), root);
    PeerFile file = file();
    ScriptedEar ear = new ScriptedEar();
    file.start(ear);
    assertThatThrownBy(file::find)
        .hasMessageContaining("1 of its peers")
        .hasMessageContaining(north.peerId().toString());
    assertThat(ear.heard).extracting(Sighting::peer).containsExactly(south.peerId());
    assertThat(aside()).hasSize(1);
    assertThat(file.find()).isEmpty();
  }

  @Test
  void aMegabyteInOneFieldIsRefusedBeforeItIsRead() throws Exception {
    Files.writeString(
        path(),
        "{\"peers\": {\"%s\": {\"record\": \"%s\"}}}"
            .formatted(north.peerId(), "A".repeat(1 << 20)));
    assertThatThrownBy(file()::find).hasMessageContaining("cannot be used");
  }

  @Test
  void tooManyPeersAndTooManyAddressesAreRefused() throws Exception {
    StringBuilder many = new StringBuilder("{\"peers\": {");
    IntStream.range(0, 10_001).forEach(i -> many.append("\"x").append(i).append("\": {},"));
    Files.writeString(path(), many.append("\"x\": {}}}").toString());
    assertThatThrownBy(file()::find).hasMessageContaining("more than 10000 peers");
    Files.writeString(
        path(),
        "{\"peers\": {\"%s\": {\"addresses\": [%s\"%s\"]}}}"
            .formatted(north.peerId(), ("\"" + LAN + "\",").repeat(1000), LAN));
    assertThatThrownBy(file()::find).hasMessageContaining("more than 32 addresses");
  }
}
