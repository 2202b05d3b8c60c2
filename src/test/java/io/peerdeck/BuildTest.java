package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds what the build promises a newcomer.
class BuildTest {
  @Test
  void aMissingJdkIsToldInOneSentence() throws Exception {
    Run run = jdkCheck("999");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.output().strip())
        .startsWith("Peerdeck is built with JDK 999 or newer and none was found here: install one")
        .doesNotContain("\n");
  }

  @Test
  void anInstalledJdkIsFound() throws Exception {
    assertThat(jdkCheck("25")).isEqualTo(new Run(0, ""));
  }

  @Test
  void theTopLevelHoldsWhatItIsSaidToHold() throws Exception {
    Process git = new ProcessBuilder("git", "ls-files").redirectErrorStream(true).start();
    String files = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assumeThat(git.exitValue()).as("SKIPPED: no git here").isZero();
    assertThat(files.lines().map(file -> file.split("/")[0]).distinct())
        .containsExactlyInAnyOrder(
            "pom.xml", "src", "icons", "jpackage", "README.md", "LICENSE", ".ci", ".gitignore");
    assertThat(files.lines().filter(file -> file.startsWith(".ci/"))).containsExactly(".ci/run");
  }

  @Test
  void noFileOfTheProgramHasMoreThan300Lines() throws Exception {
    List<String> longer = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        int lines = Files.readAllLines(file).size();
        if (lines > 300) {
          longer.add(file + ": " + lines);
        }
      }
    }
    assertThat(longer).isEmpty();
  }

  private static Run jdkCheck(String version) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "src/build/JdkCheck.java",
                version)
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Run(process.exitValue(), output);
  }

  private record Run(int exit, String output) {}
}
