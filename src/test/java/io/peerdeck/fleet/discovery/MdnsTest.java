package io.peerdeck.fleet.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Beside;
import io.peerdeck.InteropFolder;
import io.peerdeck.NetEnd;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// On this machine's own network, with js-libp2p's mDNS where npm has it.
@Timeout(120)
@Beside
class MdnsTest {
  private static final Duration LONG = Duration.ofSeconds(40);

  private final List<MdnsSource> sources = new ArrayList<>();
  private InetAddress here;

  @BeforeEach
  void findANetwork() throws Exception {
    Optional<InetAddress> found =
        NetworkInterface.networkInterfaces()
            .filter(MdnsTest::multicasts)
            .flatMap(NetworkInterface::inetAddresses)
            .filter(ip -> ip instanceof Inet4Address && !ip.isLoopbackAddress())
            .findFirst();
    if (found.isEmpty()) {
      String reason = "SKIPPED: mDNS, this machine has no network that multicasts";
      System.out.println(reason);
      abort(reason);
    }
    here = found.get();
  }

  private static boolean multicasts(NetworkInterface its) {
    try {
      return its.isUp() && its.supportsMulticast() && !its.isLoopback();
    } catch (java.net.SocketException e) {
      return false;
    }
  }

  @AfterEach
  void close() {
    sources.forEach(MdnsSource::close);
  }

  private final class Looking {
    final KeyPair key = KeyPair.generate(new SecureRandom());
    final Multiaddr address;
    final MdnsSource source;
    final ScriptedEar ear = new ScriptedEar();

    Looking(int port) {
      address = Multiaddr.tcp(here.getHostAddress(), port);
      Multiaddr own = Multiaddr.tcp("127.0.0.1", port);
      source =
          new MdnsSource(() -> List.of(own, address), InstantSource.system(), new Random(port));
      sources.add(source);
      source.start(ear);
      source.find();
      source.register(
          PeerAnnouncement.sign(
              key,
              List.of(own, address),
              new PeerStatement(
                  key.peerId(), 1, Duration.ofMinutes(30), Reach.LOCAL, Set.of(), Map.of())));
    }

    void finds(PeerId peer, Multiaddr where) {
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                source.find();
                assertThat(ear.heard)
                    .filteredOn(one -> one.peer().equals(peer))
                    .anySatisfy(one -> assertThat(one.addresses()).contains(where));
              });
    }
  }

  @Test
  void twoNodesFindEachOtherAndTellNobodyOfLoopback() {
    Looking one = new Looking(4101);
    Looking other = new Looking(4102);
    one.finds(other.key.peerId(), other.address.withPeer(other.key.peerId()));
    other.finds(one.key.peerId(), one.address.withPeer(one.key.peerId()));
    assertThat(one.ear.heard)
        .filteredOn(sighting -> sighting.peer().equals(other.key.peerId()))
        .allSatisfy(sighting -> assertThat(sighting.addresses()).hasSize(1));
  }

  @Test
  void jsFindsUsAndWeFindJs() throws Exception {
    try (NetEnd js = InteropFolder.startJs(LONG)) {
      Looking us = new Looking(4103);
      JsonNode its = js.ask(Map.of("do", "mdnsLook"), LONG);
      PeerId jsId = PeerId.parse(its.get("id").asText());
      List<Multiaddr> listens = new ArrayList<>();
      its.get("addresses").forEach(one -> listens.add(Multiaddr.parse(one.asText())));
      us.finds(jsId, listens.getFirst());
      await()
          .atMost(LONG)
          .pollInterval(Duration.ofMillis(500))
          .untilAsserted(
              () -> {
                JsonNode found =
                    js.ask(Map.of("do", "mdnsFound", "id", us.key.peerId().toString()), LONG);
                assertThat(found.get("addresses").toString())
                    .contains(us.address.withoutPeer().toString());
              });
    }
  }

  @Test
  void aNodeOnLoopbackOnlyKeepsStill() {
    MdnsSource source =
        new MdnsSource(
            () -> List.of(Multiaddr.tcp("127.0.0.1", 4011)), InstantSource.system(), new Random(1));
    sources.add(source);
    ScriptedEar ear = new ScriptedEar();
    source.start(ear);
    assertThat(source.find()).isEmpty();
    assertThat(ear.heard).isEmpty();
  }

  @Test
  void textOfTheNetworkIsReadNoFurtherThanItMakesSense() {
    PeerId peer = KeyPair.generate(new SecureRandom()).peerId();
    Multiaddr good = Multiaddr.tcp("10.0.0.7", 4011).withPeer(peer);
    byte[] text = MdnsText.write(List.of(good));
    assertThat(MdnsText.read(text)).containsEntry(peer, List.of(good));
    byte[] cut = java.util.Arrays.copyOf(text, text.length - 5);
    assertThat(MdnsText.read(cut)).isEmpty();
    byte[] nonsense = new byte[9000];
    new Random(4).nextBytes(nonsense);
    assertThat(MdnsText.read(nonsense)).isEmpty();
    assertThat(MdnsText.read("\u0010dnsaddr=/unknown".getBytes())).isEmpty();
  }
}
