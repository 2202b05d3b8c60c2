package io.peerdeck.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VarintTest {
  @ParameterizedTest
  @CsvSource({
    "0,00",
    "1,01",
    "127,7f",
    "128,8001",
    "255,ff01",
    "300,ac02",
    "16384,808001",
    "9223372036854775807,ffffffffffffffff7f"
  })
  void writesTheSpecsExamples(long value, String hex) {
    assertThat(HexFormat.of().formatHex(Varint.encode(value))).isEqualTo(hex);
    assertThat(Varint.read(buffer(hex))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "80", "8000", "818000", "ffffffffffffffffff01", "80808080808080808080"})
  void refusesWhatIsCutOffOrLongerThanNeeded(String hex) {
    assertThatThrownBy(() -> Varint.read(buffer(hex))).isInstanceOf(MultiformatException.class);
  }

  @Test
  void refusesNegativeNumbers() {
    assertThatThrownBy(() -> Varint.encode(-1)).isInstanceOf(MultiformatException.class);
  }

  @Property
  void comesBackAsItWent(@ForAll @LongRange(min = 0) long value) {
    byte[] bytes = Varint.encode(value);
    assertThat(bytes).hasSize(Varint.size(value));
    assertThat(Varint.read(ByteBuffer.wrap(bytes))).isEqualTo(value);
  }

  private static ByteBuffer buffer(String hex) {
    return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
  }
}
