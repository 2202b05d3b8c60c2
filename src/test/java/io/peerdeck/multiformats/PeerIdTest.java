package io.peerdeck.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeerIdTest {
  /// The Ed25519 test key of libp2p's peer-ids specification.
  private static final String SEED =
      "7e0830617c4a7de83925dfb2694556b12936c477a0e1feb2e148ec9da60fee7d";

  private static final String PUBLIC =
      "1ed1e8fae2c4a144b8be8fd4b47bf3d3b34b871c3cacf6010f0e42d474fce27e";

  @Test
  void isTheKeyOfTheSpecsVector() {
    KeyPair key = KeyPair.fromSeed(HexFormat.of().parseHex(SEED));
    assertThat(HexFormat.of().formatHex(key.publicKey())).isEqualTo(PUBLIC);
    assertThat(HexFormat.of().formatHex(key.peerId().bytes())).isEqualTo("002408011220" + PUBLIC);
    assertThat(key.peerId().ed25519Key()).isEqualTo(key.publicKey());
    assertThat(PeerId.parse(key.peerId().toString())).isEqualTo(key.peerId());
    assertThat(PeerId.parse(key.peerId().toCidText())).isEqualTo(key.peerId());
    assertThat(key.toString()).doesNotContain(SEED);
  }

  @Test
  void readsBothTextForms() {
    PeerId hashed = PeerId.parse("QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N");
    assertThat(PeerId.parse("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe"))
        .isEqualTo(hashed);
    assertThat(hashed.toCidText())
        .isEqualTo("bafzbeie5745rpv2m6tjyuugywy4d5ewrqgqqhfnf445he3omzpjbx5xqxe");
    assertThatThrownBy(hashed::ed25519Key).isInstanceOf(MultiformatException.class);
    PeerId inlined = PeerId.parse("12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA");
    assertThat(inlined.ed25519Key()).hasSize(32);
    assertThat(PeerId.parse(Multibase.encodeBase36(Cid.parse(inlined.toCidText()).bytes())))
        .isEqualTo(inlined);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "hello",
        "12D3KooW",
        "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5",
        "bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"
      })
  void refusesWhatIsNoPeerId(String text) {
    assertThatThrownBy(() -> PeerId.parse(text))
        .isInstanceOf(MultiformatException.class)
        .hasMessageContaining("peer id");
  }

  @Test
  void refusesInlinedKeysLongerThanTheSpecAllows() {
    assertThat(PeerId.decode(Multihash.identity(new byte[42]).bytes()).isEd25519()).isFalse();
    assertThatThrownBy(() -> PeerId.decode(Multihash.identity(new byte[43]).bytes()))
        .isInstanceOf(MultiformatException.class);
  }
}
