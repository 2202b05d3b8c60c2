package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Path image = Files.createDirectories(temporary.resolve("an image")).toRealPath();
    place(image.resolve("lib/runtime/bin/peerdeck"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Path script =
        place(
            image.resolve("bin/peerdeck-panel"),
            Files.readString(Path.of("jpackage/linux/launcher"))
                .replace("@OPTIONS@", "\"-Xmx2g\" \"-Dlibraries=$APPDIR\"")
                .replace("@NAME@", "peerdeck-panel")
                .replace("@CLASSPATH@", "$APPDIR/one.jar:$APPDIR/two.jar")
                .replace("@MAIN@", Main.class.getName()));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), script);
    Path farther = Files.createSymbolicLink(temporary.resolve("farther"), link);

    Path app = image.resolve("lib/app");
    List<String> told =
        List.of(
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

  private static Path place(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
    return file;
  }

  private List<String> run(Path launcher, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = temporary.resolve("out");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(out)).isZero();
    return Files.readAllLines(out);
  }
}
