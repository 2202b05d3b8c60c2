package io.peerdeck.panel.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Terminal output on the screen: looks are kept, everything else is not.
final class AnsiTest {
  private static final String ESC = "\u001B[";

  @ParameterizedTest
  @CsvSource({
    "31,red",
    "92,green",
    "38;5;208,yellow",
    "38;5;21,blue",
    "38;5;240,quiet",
    "38;2;200;30;40,red",
    "38;2;10;200;200,cyan",
    "38:2:200:0:200,magenta",
    "41,red",
    "2,quiet"
  })
  void everyColourBecomesOneOfTheTheme(String sgr, String hue) {
    assertThat(Ansi.pieces("a" + ESC + sgr + "mb" + ESC + "0mc"))
        .containsExactly(
            new Ansi.Piece("a", List.of()),
            new Ansi.Piece("b", List.of("ansi-" + hue)),
            new Ansi.Piece("c", List.of()));
  }

  @Test
  void boldItalicAndUnderlineAddUpAndEnd() {
    assertThat(Ansi.pieces(ESC + "1;3;4;32mx" + ESC + "22;24my"))
        .containsExactly(
            new Ansi.Piece(
                "x", List.of("ansi-green", "ansi-bold", "ansi-italic", "ansi-underline")),
            new Ansi.Piece("y", List.of("ansi-green", "ansi-italic")));
  }

  @Test
  void otherEscapesControlsAndTurnedTextAreTakenOut() {
    String hostile =
        "\u001B]0;title\u0007\u001B]8;;http://x\u001B\\link\u001B]8;;\u001B\\"
            + ESC
            + "2J"
            + ESC
            + "?25l\u001BPq\u001B\\\b\u0000\r ok\u202Egpj\u2028 \u009b31mred";
    assertThat(Ansi.plain(hostile)).isEqualTo("link ok\ufffdgpj\ufffd red");
  }

  @Test
  void brokenAndEndlessEscapesEndWithTheLine() {
    assertThat(Ansi.plain("x" + ESC + "38;5")).isEqualTo("x");
    assertThat(Ansi.plain("x\u001B]8;;" + "a".repeat(100_000))).isEqualTo("x");
    assertThat(Ansi.plain(ESC + "1;".repeat(50_000) + "mx")).isEqualTo("x");
    assertThat(Ansi.plain(ESC + "99999999999999mx")).isEqualTo("x");
  }

  @Test
  void noLineMakesAControlCharacterVisible() {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int j = random.nextInt(20); j >= 0; j--) {
        line.append(random.nextInt(3) == 0 ? '\u001B' : (char) random.nextInt(0x20, 0xa0));
        line.append("[]m;48P\\".charAt(random.nextInt(8)));
      }
      assertThat(Ansi.plain(line.toString()).chars()).noneMatch(Character::isISOControl);
    }
  }
}
