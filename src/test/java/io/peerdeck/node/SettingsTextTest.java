package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// One key of config.yaml changes, and nothing else a person wrote.
class SettingsTextTest {
  private static final String WRITTEN =
      """
      # My machine.
      name: shed   # the one in the garden

      labels:
        - gpu
        # big
        - fast

      # Not too many.
      slots: 2
      # trust: []
      # end
      """;

  private static String with(String key, String value) {
    return SettingsText.with(WRITTEN, key, Optional.of(value));
  }

  @Test
  void aValueOnOneLineKeepsTheCommentBehindIt() {
    assertThat(with("name", "barn")).isEqualTo(WRITTEN.replace("name: shed ", "name: barn "));
    assertThat(with("slots", "16")).isEqualTo(WRITTEN.replace("slots: 2", "slots: 16"));
  }

  @Test
  void aListOverSeveralLinesIsReplacedWhole() {
    assertThat(with("labels", "[small]"))
        .isEqualTo(
            """
            # My machine.
            name: shed   # the one in the garden

            labels: [small]

            # Not too many.
            slots: 2
            # trust: []
            # end
            """);
  }

  @Test
  void aKeyThatIsNotSetGoesBelowItsCommentOrToTheEnd() {
    assertThat(with("trust", "[a]"))
        .isEqualTo(WRITTEN.replace("# trust: []\n", "# trust: []\ntrust: [a]\n"));
    assertThat(with("log", "debug")).isEqualTo(WRITTEN + "log: debug\n");
    assertThat(SettingsText.with("", "log", Optional.of("debug"))).isEqualTo("log: debug\n");
    assertThat(SettingsText.with("# only this", "log", Optional.of("debug")))
        .isEqualTo("# only this\nlog: debug\n");
  }

  @Test
  void aKeyIsTakenOut() {
    assertThat(SettingsText.with(WRITTEN, "slots", Optional.empty()))
        .isEqualTo(WRITTEN.replace("slots: 2\n", ""));
    assertThat(SettingsText.with(WRITTEN, "log", Optional.empty())).isEqualTo(WRITTEN);
    assertThat(SettingsText.with(WRITTEN, "labels", Optional.empty()))
        .doesNotContain("gpu", "labels")
        .contains("# Not too many.");
  }

  @Test
  void whateverIsWrittenIsReadBack() {
    for (String value :
        List.of("plain", "it's \"so\"", "a: b # c", "- x", "\t\\", "on", "ünï", "[")) {
      String text = SettingsText.with(WRITTEN, "name", Optional.of(SettingsText.scalar(value)));
      assertThat(FolderSettings.parse(Path.of("c"), text).name()).isEqualTo(value);
      String list =
          SettingsText.with(
              WRITTEN, "labels", Optional.of(SettingsText.list(List.of(value, "two"))));
      assertThat(FolderSettings.parse(Path.of("c"), list).labels()).containsExactly(value, "two");
    }
  }

  @Test
  void settingsInBracesAreLeftToThePerson() {
    assertThatThrownBy(() -> SettingsText.with("{name: a}", "name", Optional.of("b")))
        .isInstanceOf(NodeException.class)
        .hasMessageContaining("braces");
  }
}
