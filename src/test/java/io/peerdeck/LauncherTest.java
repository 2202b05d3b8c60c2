package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
