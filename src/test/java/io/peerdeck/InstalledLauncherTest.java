package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// The script that starts the installed program, filled as `src/build/Bundle.java` does, with a
/// runtime that tells what it is started with.
@DisabledOnOs(OS.WINDOWS)
class InstalledLauncherTest {
  @TempDir Path temporary;

  @Test
  void aLinkStartsTheRuntimeBesideItWithEveryWordAsGiven() throws Exception {
    Path script = launcher("peerdeck-panel");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), script);
    Path farther = Files.createSymbolicLink(temporary.resolve("farther"), link);

    Path app = temporary.toRealPath().resolve("an image/lib/app");
    List<String> told =
        List.of(
            "-Dcache",
            "-Xmx2g",
            "-Dlibraries=" + app,
            "-Djpackage.app-path=" + script,
            "-cp",
            app + "/one.jar:" + app + "/two.jar",
            "io.peerdeck.Main",
            "my file.yml",
            "--data",
            "");
    for (Path launcher : List.of(script, link, farther)) {
      assertThat(run(launcher, "my file.yml", "--data", "")).isEqualTo(told);
    }
  }

  @Test
  void aCommandThatAsksANodeIsStartedWithoutWhatThePanelNeeds() throws Exception {
    Path script = launcher("peerdeck");
    Path app = script.resolveSibling("../lib/app").toRealPath();
    assertThat(run(script, "--json", "workflow", "list"))
        .startsWith("-Dcommand", "@" + app + "/command.args")
        .endsWith("io.peerdeck.Main", "--json", "workflow", "list")
        .doesNotContain("-Dcache", "-Xmx2g");
    for (String own : List.of("--help", "peer list", "node stop", "rehearse --commands")) {
      assertThat(run(script, own.split(" "))).as(own).startsWith("-Dcommand");
    }
    for (String lasting : List.of("panel", "node", "node --offline", "demo", "bench", "rehearse")) {
      assertThat(run(script, lasting.split(" "))).as(lasting).startsWith("-Dcache", "-Xmx2g");
    }
    assertThat(run(script)).startsWith("-Dcache", "-Xmx2g");
  }

  @Test
  void fileNamesAreUtf8WhateverTheLocale() throws Exception {
    Path script = launcher("peerdeck");
    place(
        script.resolveSibling("../lib/runtime/bin/peerdeck"),
        "#!/bin/sh\necho \"$LC_ALL $LANG\"\n");
    assertThat(runIn(Map.of(), script)).containsExactly("C.UTF-8 ");
    assertThat(runIn(Map.of("LC_ALL", "C", "LANG", "de_DE.UTF-8"), script))
        .containsExactly("C.UTF-8 de_DE.UTF-8");
    assertThat(runIn(Map.of("LANG", "de_DE.utf8"), script)).containsExactly(" de_DE.utf8");
  }

  private Path launcher(String name) throws IOException {
    Path image = Files.createDirectories(temporary.resolve("an image")).toRealPath();
    Files.createDirectories(image.resolve("lib/app"));
    place(image.resolve("lib/runtime/bin/peerdeck"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    return place(
        image.resolve("bin").resolve(name),
        Files.readString(Path.of("jpackage/linux/launcher"))
            .replace("@CACHE@", "-Dcache")
            .replace("@COMMAND_CACHE@", "-Dcommand")
            .replace("@OPTIONS@", "\"-Xmx2g\" \"-Dlibraries=$APPDIR\"")
            .replace("@NAME@", name)
            .replace("@CLASSPATH@", "$APPDIR/one.jar:$APPDIR/two.jar")
            .replace("@MAIN@", Main.class.getName()));
  }

  private static Path place(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private List<String> run(Path launcher, String... arguments) throws Exception {
    return runIn(Map.of(), launcher, arguments);
  }

  private List<String> runIn(Map<String, String> locale, Path launcher, String... arguments)
      throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = temporary.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().keySet().removeAll(List.of("LC_ALL", "LC_CTYPE", "LANG"));
    builder.environment().putAll(locale);
    Process process = builder.start();
    assertThat(process.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    return Files.readAllLines(out);
  }
}
