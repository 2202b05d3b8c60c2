package io.peerdeck.multiformats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;

/// What a strict decoder owes: a refusal, or the very same bytes when encoded again.
final class StrictnessAssertions {
  private StrictnessAssertions() {}

  static void refusedOrSame(byte[] bytes, UnaryOperator<byte[]> decodeAndEncode) {
    byte[] again;
    try {
      again = decodeAndEncode.apply(bytes);
    } catch (MultiformatException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
      return;
    }
    assertThat(again).isEqualTo(bytes);
  }
}
