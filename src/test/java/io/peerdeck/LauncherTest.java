package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LauncherTest {
  private static final String[] FILES = {"a.yml", "b.yml"};

  @Test
  void thePanelsLauncherTakesFiles() {
    assertThat(Launcher.command(FILES, Optional.of(Path.of("/usr/bin/peerdeck-panel"))))
        .containsExactly("panel", "a.yml", "b.yml");
    assertThat(Launcher.command(new String[0], Optional.of(Path.of("/x/Peerdeck"))))
        .containsExactly("panel");
  }

  @Test
  void theOtherLauncherAndJavaItselfTakeCommands() {
    assertThat(Launcher.command(FILES, Optional.of(Path.of("/usr/bin/peerdeck")))).isSameAs(FILES);
    assertThat(Launcher.command(FILES, Optional.empty())).isSameAs(FILES);
  }

  @Test
  void theCommandLineOfEachSystemIsFoundBesideItsPanel() throws Exception {
    for (String system : List.of("windows/msi.args", "macos/dmg.args")) {
      assertThat(Files.readString(Path.of("jpackage", system)))
          .contains("--name Peerdeck\n", "--add-launcher peerdeck-cli=");
    }
    Map<String, String> beside =
        Map.of(
            "peerdeck-panel", "peerdeck",
            "peerdeck", "peerdeck",
            "Peerdeck", "peerdeck-cli",
            "Peerdeck.exe", "peerdeck-cli.exe",
            "peerdeck-cli.exe", "peerdeck-cli.exe");
    beside.forEach(
        (started, line) ->
            assertThat(Launcher.commandLine(Optional.of(Path.of("/x", started))))
                .contains(Path.of("/x", line)));
  }
}
