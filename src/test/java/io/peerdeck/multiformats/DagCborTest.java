package io.peerdeck.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DagCborTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|00",
        "23|17",
        "24|1818",
        "255|18ff",
        "256|190100",
        "65536|1a00010000",
        "4294967296|1b0000000100000000",
        "9223372036854775807|1b7fffffffffffffff",
        "-1|20",
        "-24|37",
        "-25|3818",
        "-9223372036854775808|3b7fffffffffffffff",
      })
  void writesWholeNumbersInTheirShortestForm(long value, String hex) {
    assertThat(HexFormat.of().formatHex(DagCbor.encode(new Ipld.Int(value)))).isEqualTo(hex);
    assertThat(decode(hex)).isEqualTo(new Ipld.Int(value));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "f4",
        "f5",
        "f6",
        "60",
        "40",
        "80",
        "a0",
        "6161",
        "62c3bc",
        "64f0908591",
        "83010203",
        "a26161016162820203",
        "a3616101616202626161 03",
        "fb3ff199999999999a",
        "fb8000000000000000",
        "d82a450001550000"
      })
  void comesBackAsItWent(String spaced) {
    String hex = spaced.replace(" ", "");
    assertThat(HexFormat.of().formatHex(DagCbor.encode(decode(hex)))).isEqualTo(hex);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // cut off, or more than one value
        "",
        "18",
        "61",
        "82",
        "8201",
        "a161",
        "a16161",
        "0000",
        "f6f6",
        // numbers longer than needed
        "1800",
        "1817",
        "190001",
        "1900ff",
        "1a0000ffff",
        "1b00000000ffffffff",
        "3800",
        "5801ff",
        "780161",
        "9800",
        "b800",
        // beyond 64 bits with sign, reserved lengths
        "1bffffffffffffffff",
        "1b8000000000000000",
        "3bffffffffffffffff",
        "1c",
        "1d",
        "1e",
        // indefinite lengths
        "5f4100ff",
        "7f6161ff",
        "9fff",
        "bfff",
        "ff",
        // keys: not text, repeated, out of order
        "a10101",
        "a1400 1",
        "a2616101616102",
        "a2616201616102",
        "a262616101616202",
        // tags
        "c000",
        "c11a514b67b0",
        "d82b4100",
        "d82a00",
        "d82a40",
        "d82a4100",
        "d82a4101",
        "d82a6161",
        "d9002a450001550000",
        // floats and simple values
        "f90000",
        "fa00000000",
        "fb7ff8000000000000",
        "fb7ff0000000000000",
        "fbfff0000000000000",
        "f7",
        "e0",
        "f0",
        "f818",
        "f8ff",
        // text that is not UTF-8: stray byte, overlong, half a surrogate pair
        "61ff",
        "62c0af",
        "63eda080",
        "62c328",
        // declared lengths without the bytes
        "5b7fffffffffffffff",
        "7b7fffffffffffffff",
        "9b7fffffffffffffff",
        "bb7fffffffffffffff",
        "5a7fffffff00",
        "9a7fffffff00",
        "ba7fffffff00",
        "82 01"
      })
  void refusesEverythingElse(String spaced) {
    assertThatThrownBy(() -> decode(spaced.replace(" ", "")))
        .isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesNestingBeyondTheLimitWithoutExhaustingTheStack() {
    byte[] deep = new byte[1_000_000];
    java.util.Arrays.fill(deep, (byte) 0x81);
    assertThatThrownBy(() -> DagCbor.decode(deep)).hasMessageContaining("deep");
    assertThatThrownBy(() -> DagCbor.decode(HexFormat.of().parseHex("818180"), 2))
        .hasMessageContaining("deep");
    Ipld value = new Ipld.Null();
    for (int i = 0; i <= DagCbor.MAX_DEPTH; i++) {
      value = Ipld.list(List.of(value));
    }
    Ipld tooDeep = value;
    assertThatThrownBy(() -> DagCbor.encode(tooDeep)).hasMessageContaining("deeper");
  }

  @Test
  void refusesTextWithoutUtf8Form() {
    assertThatThrownBy(() -> DagCbor.encode(new Ipld.Text("\ud800")))
        .isInstanceOf(MultiformatException.class);
  }

  @Property
  void everyValueComesBack(@ForAll("values") Ipld value) {
    assertThat(DagCbor.decode(DagCbor.encode(value))).isEqualTo(value);
  }

  @Property(tries = 200)
  void everyByteChangedIsRefusedOrEncodesTheSame(
      @ForAll("values") Ipld value, @ForAll byte change) {
    byte[] bytes = DagCbor.encode(value);
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= change;
      StrictnessAssertions.refusedOrSame(changed, b -> DagCbor.encode(DagCbor.decode(b)));
    }
  }

  @Property
  void anyBytesAreRefusedOrEncodeTheSame(@ForAll byte[] bytes) {
    StrictnessAssertions.refusedOrSame(bytes, b -> DagCbor.encode(DagCbor.decode(b)));
  }

  @Test
  void mapsAreInOrderAndTellWhichFieldIsWrong() {
    Cid cid = Cid.of(Cid.RAW, new byte[0]);
    Ipld.Map map =
        Ipld.map()
            .put("bb", 1)
            .put("c", "text")
            .put("a", true)
            .putNull("none")
            .put("link", cid)
            .put("list", Ipld.texts(List.of("x", "y")))
            .build();
    assertThat(map.keys()).containsExactly("a", "c", "bb", "link", "list", "none");
    assertThat(map.text("c")).isEqualTo("text");
    assertThat(map.integer("bb")).isEqualTo(1);
    assertThat(map.bool("a")).isTrue();
    assertThat(map.link("link")).isEqualTo(cid);
    assertThat(map.list("list").texts()).containsExactly("x", "y");
    assertThat(map.optText("none")).isEmpty();
    assertThat(map.optLink("absent")).isEqualTo(Optional.empty());
    assertThatThrownBy(() -> map.text("bb"))
        .hasMessage("field 'bb' is a whole number, must be text");
    assertThatThrownBy(() -> map.map("nowhere"))
        .hasMessage("field 'nowhere' is missing; it must be a map");
    assertThatThrownBy(() -> map.optMap("c")).hasMessageContaining("'c'");
    assertThatThrownBy(() -> map.integer("bb", 2, 3)).hasMessage("field 'bb' is 1, must be 2 to 3");
    assertThatThrownBy(() -> map.list("list").links()).hasMessageContaining("a list item");
    assertThatThrownBy(() -> Ipld.map().put("a", 1).put("a", 2)).hasMessageContaining("twice");
    assertThat(map.toJson())
        .isEqualTo(
            "{\"a\":true,\"c\":\"text\",\"bb\":1,\"link\":{\"/\":\""
                + cid
                + "\"},\"list\":[\"x\",\"y\"],\"none\":null}");
  }

  @Provide
  Arbitrary<Ipld> values() {
    return IpldArbitraries.values();
  }

  private static Ipld decode(String hex) {
    return DagCbor.decode(HexFormat.of().parseHex(hex));
  }
}
