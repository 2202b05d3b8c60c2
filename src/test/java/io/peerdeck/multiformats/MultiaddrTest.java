package io.peerdeck.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiaddrTest {
  private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
  private static final String OTHER = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

  @ParameterizedTest
  @CsvSource({
    "/ip4/127.0.0.1/udp/1234,047f000001910204d2",
    "/ip4/127.0.0.1/tcp/4321,047f0000010610e1",
    "/ip6/2601:9:4f81:9700:803e:ca65:66e8:c21/udp/1234/quic-v1,29260100094f819700803eca6566e80c21910204d2cd03",
    "/dns4/example.com/tcp/80/ws,360b6578616d706c652e636f6d060050dd03",
    "/ip6zone/x/ip6/fe80::1/tcp/0,2a017829fe8000000000000000000000000000010 60000"
  })
  void hasTheBytesOfTheSpec(String text, String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThat(Multiaddr.parse(text).bytes()).isEqualTo(bytes);
    assertThat(Multiaddr.decode(bytes)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/dns/example.com/tcp/443/wss",
        "/dns6/example.com/udp/1",
        "/dnsaddr/bootstrap.libp2p.io/p2p/" + OTHER,
        "/ip4/10.0.0.1/tcp/1/p2p/" + OTHER + "/p2p-circuit/p2p/" + PEER,
        "/ip4/1.2.3.4/udp/9/webrtc-direct",
        "/ip6/::/tcp/0",
        "/ip6/::1/tcp/65535",
        "/ip6/1::/tcp/1",
        "/ip6/2001:db8:0:1:1:1:1:1/tcp/1",
        "/ip6/1:0:0:2::3/tcp/1",
        "/ip4/1.2.3.4/tcp/1/tls/sni/example.com/http"
      })
  void comesBackAsItWent(String text) {
    Multiaddr address = Multiaddr.parse(text);
    assertThat(address).hasToString(text);
    assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
  }

  @ParameterizedTest
  @CsvSource({
    "/ip6/2001:DB8:0:0:0:0:0:1/tcp/1,/ip6/2001:db8::1/tcp/1",
    "/ip6/::ffff:1.2.3.4/tcp/1,/ip6/::ffff:102:304/tcp/1",
    "/ip4/1.2.3.4/tcp/1/,/ip4/1.2.3.4/tcp/1",
    "/ipfs/" + PEER + ",/p2p/" + PEER
  })
  void isWrittenInOneForm(String text, String canonical) {
    assertThat(Multiaddr.parse(text)).hasToString(canonical).isEqualTo(Multiaddr.parse(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "ip4/1.2.3.4",
        "/ip4",
        "/ip4/",
        "/ip4/1.2.3",
        "/ip4/1.2.3.256",
        "/ip4/01.2.3.4",
        "/ip4/localhost",
        "/ip6/1.2.3.4",
        "/ip6/:",
        "/ip6/:::",
        "/ip6/1:2:3:4:5:6:7",
        "/ip6/1:2:3:4:5:6:7:8:9",
        "/ip6/1::2::3",
        "/ip6/12345::",
        "/ip6/1:2:3:4:5:6:7::8:9",
        "/ip6/fe80::1%eth0",
        "/ip6/1.2.3.4::",
        "/tcp",
        "/tcp/65536",
        "/tcp/-1",
        "/tcp/+1",
        "/tcp/01",
        "/tcp/a",
        "/p2p/x",
        "/nothing/1",
        "/dns/",
        "/dns/a b",
        "/ip4/1.2.3.4//tcp/1",
        "/ip4/1.2.3.4/tcp/1/p2p"
      })
  void refusesOtherText(String text) {
    assertThatThrownBy(() -> Multiaddr.parse(text))
        .isInstanceOf(MultiformatException.class)
        .hasMessageContaining("not an address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "04",
        "047f0000",
        "06",
        "0610",
        "3601",
        "3600",
        "36ffffffff07",
        "8400",
        "ff7f",
        "360120",
        "3601ff",
        "a50301"
      })
  void refusesOtherBytes(String hex) {
    assertThatThrownBy(() -> Multiaddr.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesEndlessAddresses() {
    assertThatThrownBy(() -> Multiaddr.parse("/tcp/1".repeat(17))).hasMessageContaining("parts");
    assertThatThrownBy(() -> Multiaddr.parse("/tcp/1".repeat(100_000)))
        .hasMessageContaining("too long");
  }

  @Test
  void knowsWhoAndWhere() {
    Multiaddr plain = Multiaddr.parse("/ip4/192.0.2.1/tcp/4001");
    Multiaddr named = plain.withPeer(PeerId.parse(PEER));
    assertThat(named).hasToString("/ip4/192.0.2.1/tcp/4001/p2p/" + PEER);
    assertThat(named.peerId()).contains(PeerId.parse(PEER));
    assertThat(named.withPeer(PeerId.parse(PEER))).isEqualTo(named);
    assertThat(named.withoutPeer()).isEqualTo(plain);
    assertThat(plain.peerId()).isEmpty();
    assertThat(plain.host()).contains("192.0.2.1");
    assertThat(plain.tcpPort()).hasValue(4001);
    assertThatThrownBy(() -> named.withPeer(PeerId.parse(OTHER)))
        .hasMessageContaining("another peer");
    assertThat(Multiaddr.parse("/p2p/" + OTHER + "/p2p-circuit").peerId()).isEmpty();
    assertThat(Multiaddr.tcp("::1", 5)).hasToString("/ip6/::1/tcp/5");
  }

  @Property
  void anyBytesAreRefusedOrEncodeTheSame(@ForAll @Size(max = 24) byte[] bytes) {
    StrictnessAssertions.refusedOrSame(bytes, b -> Multiaddr.decode(b).bytes());
  }

  @Property(tries = 100)
  void everyByteChangedIsRefusedOrEncodesTheSame(@ForAll byte change) {
    byte[] bytes = Multiaddr.parse("/ip6zone/eth0/ip6/fe80::1/tcp/4001/ws/p2p/" + PEER).bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= change;
      StrictnessAssertions.refusedOrSame(changed, b -> Multiaddr.decode(b).bytes());
    }
  }
}
