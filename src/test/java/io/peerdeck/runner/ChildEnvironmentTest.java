package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What children of the installed program inherit.
final class ChildEnvironmentTest {
  @Test
  void whatTheLauncherLeftIsTakenOutAndThePersonsOwnStays() {
    assertThat(cleaned(Map.of("_JPACKAGE_LAUNCHER", "0", "LD_LIBRARY_PATH", ":/app", "A", "1")))
        .isEqualTo(Map.of("A", "1"));
    assertThat(cleaned(Map.of("_JPACKAGE_LAUNCHER", "0", "LD_LIBRARY_PATH", "/own:/b:/app")))
        .isEqualTo(Map.of("LD_LIBRARY_PATH", "/own:/b"));
    assertThat(cleaned(Map.of("LD_LIBRARY_PATH", "/own:/b")))
        .as("started by no launcher")
        .isEqualTo(Map.of("LD_LIBRARY_PATH", "/own:/b"));
  }

  private static Map<String, String> cleaned(Map<String, String> inherited) {
    Map<String, String> environment = new HashMap<>(inherited);
    ChildEnvironment.clean(environment);
    return environment;
  }
}
