package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Workflow files opened by Peerdeck where a person asks for it, as the package's README says: in a
/// home of its own, with the desktop entry of the package and a launcher that tells its arguments.
@EnabledOnOs(OS.LINUX)
class OpenWithTest {
  private static final String ENTRY = "peerdeck.desktop";
  private static final String LINK = "peerdeck-link.desktop";
  private static final Path PACKAGE = Path.of("jpackage/linux");

  @TempDir Path home;

  @BeforeEach
  void install() throws Exception {
    assumeTrue(Programs.onPath("gio"), "SKIPPED: gio is missing");
    Path entries = Files.createDirectories(home.resolve(".local/share/applications"));
    Files.copy(PACKAGE.resolve(ENTRY), entries.resolve(ENTRY));
    Path launcher = Files.createDirectories(home.resolve("bin")).resolve("peerdeck-panel");
    Files.writeString(
        launcher,
        "#!/bin/sh\n"
            + "printf '%s\\n"
            + "' \"$@\" > \"$HOME/told\" && mv \"$HOME/told\" \"$HOME/opened\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
    Files.createDirectories(home.resolve(".config"));
  }

  @Test
  void filesAreOpenedByThePanelOnceAskedForAndNoMoreOnceTakenBack() throws Exception {
    Path file = Files.writeString(home.resolve("my nightly.yml"), "name: nightly\n");
    String type = type(file);
    assertThat(type).as("what a desktop takes a workflow file for").isIn(types());
    assertThat(Files.readString(PACKAGE.resolve(ENTRY))).contains("Exec=peerdeck-panel %F\n");
    assertThat(run("gio", "mime", type)).as("until asked for").doesNotContain(ENTRY);

    askForIt();
    assertThat(run("gio", "mime", type)).contains(ENTRY);
    run("gio", "open", file.toString());
    assertThat(opened()).containsExactly(file.toString());

    Path kept = home.resolve(".config/mimeapps.list");
    List<String> left =
        Files.readAllLines(kept).stream().filter(line -> !line.contains(ENTRY)).toList();
    Files.write(kept, left);
    assertThat(readMe())
        .contains("delete the lines with " + ENTRY + "\nfrom ~/.config/mimeapps.list");
    assertThat(run("gio", "mime", type)).as("taken back").doesNotContain(ENTRY);
  }

  @Test
  void anInvitationIsGivenToThePanel() throws Exception {
    assumeTrue(
        Programs.onPath("update-desktop-database"), "SKIPPED: update-desktop-database is missing");
    Path entries = home.resolve(".local/share/applications");
    Files.copy(PACKAGE.resolve(LINK), entries.resolve(LINK));
    run("update-desktop-database", entries.toString());
    assertThat(run("gio", "mime", "x-scheme-handler/peerdeck")).contains(LINK);
    run("gio", "open", "peerdeck:uABC");
    assertThat(opened()).containsExactly("peerdeck:uABC");
  }

  private List<String> opened() throws IOException {
    Path opened = home.resolve("opened");
    Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(opened));
    return Files.readAllLines(opened);
  }

  /// The command of the README, or the same by the tool that is there.
  private void askForIt() throws Exception {
    if (Programs.onPath("xdg-mime")) {
      run(command().split(" "));
    } else {
      for (String type : types()) {
        run("gio", "mime", type, ENTRY);
      }
    }
  }

  private static List<String> types() throws IOException {
    return Arrays.stream(command().split(" ")).filter(word -> word.contains("/")).toList();
  }

  private static String command() throws IOException {
    return readMe()
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("xdg-mime default " + ENTRY))
        .findFirst()
        .orElseThrow();
  }

  private static String readMe() throws IOException {
    return Files.readString(PACKAGE.resolve("README.Debian"));
  }

  private String type(Path file) throws Exception {
    String told = run("gio", "info", "-a", "standard::content-type", file.toString());
    return told.substring(told.lastIndexOf(' ') + 1).strip();
  }

  private String run(String... command) throws Exception {
    Path out = home.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_DATA_HOME", home.resolve(".local/share").toString());
    builder.environment().put("XDG_CONFIG_HOME", home.resolve(".config").toString());
    builder.environment().put("LC_ALL", "C");
    builder
        .environment()
        .merge("PATH", home.resolve("bin").toString(), (was, own) -> own + ":" + was);
    Process process = builder.start();
    assertThat(process.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return Files.readString(out);
  }
}
