package io.peerdeck.panel.palette;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a few letters find, best first.
final class MatchTest {
  private static final List<String> TEXTS =
      List.of("Queue go to the screen", "Clear the cache", "Cancel", "Peers", "Pause live updates");

  @Test
  void startsComeBeforeWordsBeforePartsBeforeLetters() {
    assertThat(best("can")).isEqualTo("Cancel");
    assertThat(best("cache")).isEqualTo("Clear the cache");
    assertThat(best("eers")).isEqualTo("Peers");
    assertThat(best("plu")).isEqualTo("Pause live updates");
    assertThat(best("upd pause")).isEqualTo("Pause live updates");
  }

  @Test
  void everyWordHasToFit() {
    assertThat(Match.score("pause zebra", "Pause live updates")).isEqualTo(Match.NONE);
    assertThat(Match.score("zzz", "Peers")).isEqualTo(Match.NONE);
    assertThat(Match.score("", "Peers")).isPositive();
    assertThat(Match.score("", "x".repeat(10_000))).isPositive();
  }

  private static String best(String typed) {
    return TEXTS.stream()
        .filter(text -> Match.score(typed, text) > Match.NONE)
        .max(Comparator.comparingInt(text -> Match.score(typed, text)))
        .orElse("");
  }
}
