package io.peerdeck.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DagPbTest {
  private static final Cid LEAF = Cid.of(Cid.RAW, new byte[] {1, 2, 3});

  @Test
  void writesLinksBeforeData() {
    DagPb.Node node =
        new DagPb.Node(
            List.of(new DagPb.Link(LEAF, Optional.of("a"), 3)), Optional.of(new byte[] {8, 1}));
    byte[] block = DagPb.encode(node);
    assertThat(HexFormat.of().formatHex(block))
        .isEqualTo(
            "122b0a24" + HexFormat.of().formatHex(LEAF.bytes()) + "120161" + "1803" + "0a020801");
    assertThat(DagPb.decode(block)).isEqualTo(node);
  }

  @Test
  void tellsNoDataFromEmptyData() {
    DagPb.Node none = new DagPb.Node(List.of(), Optional.empty());
    DagPb.Node empty = new DagPb.Node(List.of(), Optional.of(new byte[0]));
    assertThat(DagPb.encode(none)).isEmpty();
    assertThat(DagPb.encode(empty)).containsExactly(0x0a, 0x00);
    assertThat(DagPb.decode(DagPb.encode(none))).isEqualTo(none).isNotEqualTo(empty);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0a",
        "0a05",
        "0a7f00",
        "0a000a00",
        "0a001200",
        "1200",
        "12020a00",
        "1a00",
        "08 01",
        "8a0000",
        "0affffffffffffffff7f",
        "12ffffffff07"
      })
  void refusesWhatIsNotCanonical(String spaced) {
    byte[] block = HexFormat.of().parseHex(spaced.replace(" ", ""));
    assertThatThrownBy(() -> DagPb.decode(block)).isInstanceOf(MultiformatException.class);
  }

  @Property(tries = 100)
  void everyByteChangedIsRefusedOrEncodesTheSame(
      @ForAll @LongRange(min = 0) long size, @ForAll byte change, @ForAll byte[] data) {
    byte[] block =
        DagPb.encode(
            new DagPb.Node(
                List.of(
                    new DagPb.Link(LEAF, Optional.empty(), size),
                    new DagPb.Link(LEAF, Optional.of("ü"), 1)),
                Optional.of(data)));
    for (int i = 0; i < block.length; i++) {
      byte[] changed = block.clone();
      changed[i] ^= change;
      StrictnessAssertions.refusedOrSame(changed, b -> DagPb.encode(DagPb.decode(b)));
    }
  }
}
