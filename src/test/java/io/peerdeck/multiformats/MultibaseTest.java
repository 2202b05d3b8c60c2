package io.peerdeck.multiformats;

import static java.nio.charset.StandardCharsets.UTF_8;
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

class MultibaseTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "bpfsxgidnmfxgsibb", "BPFSXGIDNMFXGSIBB", "f796573206d616e692021", "F796573206D616E692021",
        "z7paNL19xttacUY", "k2lcpzo5yikidynfl", "meWVzIG1hbmkgIQ", "ueWVzIG1hbmkgIQ"
      })
  void readsOneTextInEveryBase(String text) {
    assertThat(Multibase.decode(text)).isEqualTo("yes mani !".getBytes(UTF_8));
  }

  @Test
  void writesWhatItReads() {
    byte[] bytes = "yes mani !".getBytes(UTF_8);
    assertThat(Multibase.encodeBase32(bytes)).isEqualTo("bpfsxgidnmfxgsibb");
    assertThat(Multibase.encodeBase36(bytes)).isEqualTo("k2lcpzo5yikidynfl");
    assertThat(Multibase.encodeBase58(bytes)).isEqualTo("z7paNL19xttacUY");
    assertThat(Multibase.encodeBase16(bytes)).isEqualTo("f796573206d616e692021");
    assertThat(Multibase.encodeBase64Url(bytes)).isEqualTo("ueWVzIG1hbmkgIQ");
  }

  @ParameterizedTest
  @CsvSource({
    "48656c6c6f20576f726c6421,2NEpo7TZRRrLZSi2U",
    "0000287fb4cd,11233QC4",
    "00,1",
    "61,2g"
  })
  void writesBase58LikeBitcoin(String hex, String text) {
    assertThat(Base58.encode(HexFormat.of().parseHex(hex))).isEqualTo(text);
    assertThat(Base58.decode(text)).isEqualTo(HexFormat.of().parseHex(hex));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x1",
        "z0",
        "zl",
        "bpfsxgidnmfxgsibC",
        "BpFSXGIDNMFXGSIBB",
        "ba",
        "bb",
        "f7",
        "fG0",
        "fAB",
        "Fab",
        "meWVzIG1hbmkgIQ==",
        "meWVzIG1hbmkgIR",
        "u+/8",
        "m-_8",
        "kA"
      })
  void refusesWhatIsNotCanonical(String text) {
    assertThatThrownBy(() -> Multibase.decode(text)).isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesUnusedBitsThatAreSet() {
    assertThat(Multibase.decode("baa")).isEqualTo(new byte[1]);
    assertThatThrownBy(() -> Multibase.decode("bab")).isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesEndlessBase58BeforeItsQuadraticWork() {
    assertThatThrownBy(() -> Base58.decode("2".repeat(1_000_000)))
        .isInstanceOf(MultiformatException.class);
  }

  @Property
  void comesBackAsItWent(@ForAll @Size(max = 60) byte[] bytes) {
    assertThat(Multibase.decode(Multibase.encodeBase16(bytes))).isEqualTo(bytes);
    assertThat(Multibase.decode(Multibase.encodeBase32(bytes))).isEqualTo(bytes);
    assertThat(Multibase.decode(Multibase.encodeBase36(bytes))).isEqualTo(bytes);
    assertThat(Multibase.decode(Multibase.encodeBase58(bytes))).isEqualTo(bytes);
    assertThat(Multibase.decode(Multibase.encodeBase64Url(bytes))).isEqualTo(bytes);
  }
}
