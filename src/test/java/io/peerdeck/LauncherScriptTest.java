package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that starts the built program.
class LauncherScriptTest {
  @TempDir Path temporary;
  private Path script = Path.of("");

  @BeforeEach
  void lay() throws IOException {
    script = Files.createDirectories(temporary.resolve("an app/bin")).resolve("peerdeck");
    Files.copy(Path.of("src/build/peerdeck"), script);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Files.copy(Path.of("jpackage/linux/command.args"), script.resolveSibling("command.args"));
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .put(
            Attributes.Name.CLASS_PATH,
            Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toUri().toString())
                .collect(Collectors.joining(" ")));
    Path lib = Files.createDirectories(temporary.resolve("an app/lib"));
    try (OutputStream out = Files.newOutputStream(lib.resolve("all.jar"));
        JarOutputStream jar = new JarOutputStream(out, manifest)) {
      jar.finish();
    }
  }

  @Test
  void aCommandStartsByALinkWithoutJavaFxAndWithACacheThatIsOfNoUse() throws Exception {
    Files.writeString(temporary.resolve("an app/lib/peerdeck-client.aot"), "no cache");
    Path link = Files.createSymbolicLink(temporary.resolve("link"), script);
    assertThat(run(link, "--json", "--version")).isEqualTo("0 peerdeck (development)\n");
    assertThat(run(link, "--help")).startsWith("0 Usage: peerdeck").contains("panel", "workflow");
    assertThat(run(link, "peer", "dance")).startsWith("2 ").contains("dance");
  }

  private String run(Path launcher, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = temporary.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    assertThat(process.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    return process.exitValue() + " " + Files.readString(out);
  }
}
