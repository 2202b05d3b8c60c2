package io.peerdeck.multiformats;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidTest {
  @Test
  void namesBlocksAsOthersDo() {
    assertThat(Cid.of(Cid.RAW, "hello world".getBytes(UTF_8)))
        .hasToString("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e");
    assertThat(Cid.of(Cid.DAG_CBOR, new byte[] {(byte) 0xa0}))
        .hasToString("bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua");
    byte[] emptyFolder = {0x0a, 0x02, 0x08, 0x01};
    assertThat(Cid.of(Cid.DAG_PB, emptyFolder))
        .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
    assertThat(Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn").matches(emptyFolder))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n,0,112",
    "bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku,1,112",
    "zdj7WhuEjrB52m1BisYCtmjH1hSKa7yZ3jEZ9JcXaFRD51wVz,1,112"
  })
  void readsBothVersions(String text, int version, long codec) {
    Cid cid = Cid.parse(text);
    assertThat(cid.version()).isEqualTo(version);
    assertThat(cid.codec()).isEqualTo(codec);
    assertThat(Cid.decode(cid.bytes())).isEqualTo(cid);
    assertThat(Cid.parse(cid.toString())).isEqualTo(cid);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "QmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1",
        "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1n",
        "zQmdfTbBqBPQ7VNxZEYEj14VmRuZBkqFbiwReogJgS1zR1nn",
        "bafybeihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvykua"
      })
  void refusesTextThatIsNone(String text) {
    assertThatThrownBy(() -> Cid.parse(text)).isInstanceOf(MultiformatException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "01",
        "0155",
        "015512",
        "01551220",
        "02551200",
        "8100551200",
        "01d50012",
        "01551221aa",
        "0155b240ffffffffffffffff7f00",
        "0112200000"
      })
  void refusesBytesThatAreNone(String hex) {
    assertThatThrownBy(() -> Cid.decode(HexFormat.of().parseHex(hex)))
        .isInstanceOf(MultiformatException.class);
  }

  @Property
  void everyByteChangedIsRefusedOrAnotherName(@ForAll byte[] block, @ForAll byte change) {
    Cid cid = Cid.of(Cid.DAG_CBOR, block);
    byte[] bytes = cid.bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] = change;
      if (change != bytes[i]) {
        StrictnessAssertions.refusedOrSame(changed, b -> Cid.decode(b).bytes());
      }
    }
    assertThat(cid.matches(block)).isTrue();
  }

  @Test
  void ordersByUnsignedBytes() {
    Cid low = Cid.of(Cid.RAW, Multihash.identity(new byte[] {1}));
    Cid high = Cid.of(Cid.RAW, Multihash.identity(new byte[] {(byte) 0x80}));
    assertThat(low).isLessThan(high);
  }

  @Test
  void cannotVouchForHashesItCannotCompute() {
    assertThat(Cid.of(Cid.RAW, new Multihash(0xb220, new byte[32])).matches(new byte[0])).isFalse();
  }
}
