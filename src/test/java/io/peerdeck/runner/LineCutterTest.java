package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LineCutterTest {
  private final List<String> lines = new ArrayList<>();
  private final Masks masks = new Masks();
  private final LineCutter cutter = new LineCutter(masks, lines::add);

  @Property(tries = 200)
  void anyCutOfTheBytesGivesTheSameLines(
      @ForAll @IntRange(min = 1, max = 40) int size, @ForAll long seed) {
    final Random random = new Random(seed);
    final StringBuilder text = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      text.append("ä€😀x".repeat(random.nextInt(5))).append(random.nextBoolean() ? "\n" : "\r\n");
    }
    final byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    final List<String> cut = new ArrayList<>();
    final LineCutter own = new LineCutter(new Masks(), cut::add);
    for (int at = 0; at < bytes.length; at += size) {
      final byte[] part =
          java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
      own.feed(part, part.length);
    }
    own.end();
    assertThat(cut).isEqualTo(text.toString().lines().toList());
  }

  @Test
  void aLongLineComesInPartsThatJoinToIt() {
    final String line = "0123456789é€😀".repeat(60_000);
    feed(line + "\nnext", 8192);
    cutter.end();
    assertThat(lines.getLast()).isEqualTo("next");
    assertThat(String.join("", lines.subList(0, lines.size() - 1))).isEqualTo(line);
    assertThat(lines)
        .allMatch(part -> part.getBytes(StandardCharsets.UTF_8).length <= LogLine.MAX_BYTES);
  }

  @Test
  void aMaskedValueIsNeverCutInTwo() {
    masks.add("the-secret-value");
    for (int shift = 0; shift < 40; shift++) {
      lines.clear();
      feed(
          "x".repeat(LogLine.MAX_BYTES - 20 + shift) + "the-secret-value" + "y".repeat(100) + "\n",
          1000);
      assertThat(lines.stream().map(masks::apply))
          .noneMatch(part -> part.contains("secret"))
          .hasSize(2);
      assertThat(lines).anyMatch(part -> part.contains("the-secret-value"));
    }
  }

  @Test
  void binaryBytesBecomeText() {
    final byte[] bytes = new byte[300_000];
    new Random(7).nextBytes(bytes);
    cutter.feed(bytes, bytes.length);
    cutter.end();
    assertThat(lines).isNotEmpty();
  }

  private void feed(String text, int size) {
    final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      final byte[] part =
          java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size));
      cutter.feed(part, part.length);
    }
  }
}
