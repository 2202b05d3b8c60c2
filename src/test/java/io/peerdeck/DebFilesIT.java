package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.panel.part.Screen;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the package lays where a desktop, a shell, systemd and people look for it.
class DebFilesIT {
  private static final Path INSTALLER =
      Path.of(System.getProperty("peerdeck.installer", "target/installer")).toAbsolutePath();
  private static final Path DEB = INSTALLER.resolve("deb");

  private static final Pattern SCREEN =
      Pattern.compile("package (.+);(?s:.+)class (\\w+) extends (?:View|TablePage)\\b");

  @TempDir private Path temporary;

  @Test
  void theMenuEntriesAreValidAndTakeInvitationsButNoFilesUnasked() throws Exception {
    for (String entry : List.of("peerdeck", "peerdeck-link")) {
      Path file = DEB.resolve("usr/share/applications/" + entry + ".desktop");
      assertThat(run("desktop-file-validate", file.toString())).isEmpty();
      String text = Files.readString(file);
      if (entry.equals("peerdeck")) {
        assertThat(text).contains("Exec=peerdeck-panel %F\n").doesNotContain("MimeType");
      } else {
        assertThat(text)
            .contains("Exec=peerdeck-panel %u\n", "MimeType=x-scheme-handler/peerdeck;\n");
      }
    }
  }

  @Test
  void softwareCentresAreToldOfIt() throws Exception {
    Path told = DEB.resolve("usr/share/metainfo/io.peerdeck.peerdeck.metainfo.xml");
    assertThat(Files.readString(told))
        .contains("<launchable type=\"desktop-id\">peerdeck.desktop<", "<release version=\"0.");
    assertThat(run("appstreamcli", "validate", "--no-net", "--pedantic", told.toString()))
        .contains("successful");
  }

  @Test
  void theServiceIsOneThatSystemdTakes() throws Exception {
    String unit = Files.readString(DEB.resolve("usr/lib/systemd/user/peerdeck.service"));
    assertThat(unit).contains("ExecStart=/usr/bin/peerdeck node\n", "WantedBy=default.target\n");
    Path here =
        Files.writeString(
            temporary.resolve("peerdeck.service"),
            unit.replace(
                "/usr/bin/peerdeck", INSTALLER.resolve("peerdeck/bin/peerdeck").toString()));
    assertThat(run("systemd-analyze", "--user", "--man=no", "verify", here.toString())).isEmpty();
  }

  @Test
  void theManualAndTheCompletionKnowTheCommands() throws Exception {
    assertThat(unpacked("usr/share/man/man1/peerdeck-panel.1.gz"))
        .startsWith(".TH PEERDECK 1")
        .contains("peerdeck workflow submit", "peerdeck panel", "peerdeck bench");
    String complete =
        "COMP_WORDS=(peerdeck workflow su); COMP_CWORD=2; _complete_peerdeck; echo ${COMPREPLY[@]}";
    Path script = DEB.resolve("usr/share/bash-completion/completions/peerdeck");
    assertThat(run("bash", "-c", ". " + script + "; " + complete)).isEqualTo("submit\n");
  }

  @Test
  void itTellsItsPartsAndTheirLicences() throws Exception {
    Path papers = DEB.resolve("usr/share/doc/peerdeck");
    JsonNode bill = new ObjectMapper().readTree(papers.resolve("peerdeck.cdx.json").toFile());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.path("components").findValuesAsText("name"))
        .contains("javafx-graphics", "netty-transport", "sqlite-jdbc", "openjdk");
    assertThat(papers.resolve("copyright"))
        .content()
        .contains("Apache-2.0", "Bouncy Castle Licence", "openjdk", "/usr/lib/peerdeck");
    Path program = DEB.resolve("usr/lib/peerdeck");
    assertThat(program.resolve("lib/runtime/legal/java.base/LICENSE")).exists();
    for (String line : Files.readAllLines(papers.resolve("copyright"))) {
      String[] part = line.split(" +", 3);
      if (part.length == 3 && part[2].matches("(MIT|BSD-.*|.*BSD Licen[cs]e|Bouncy Castle .*)")) {
        assertThat(program.resolve("lib/doc/licences/" + part[0] + "-" + part[1]))
            .as("a licence that wants its text given along")
            .isNotEmptyDirectory();
      }
    }
    assertThat(unpacked("usr/share/doc/peerdeck/changelog.gz")).startsWith("peerdeck (0.");
  }

  @Test
  void theCacheHoldsEveryScreen() throws Exception {
    Set<String> screens = new TreeSet<>();
    try (Stream<Path> sources = Files.walk(Path.of("src/main/java/io/peerdeck/panel"))) {
      for (Path source : sources.filter(Files::isRegularFile).toList()) {
        Matcher screen = SCREEN.matcher(Files.readString(source));
        if (screen.find()) {
          screens.add(screen.group(1) + "." + screen.group(2));
        }
      }
    }
    assertThat(screens).hasSizeGreaterThanOrEqualTo(Screen.values().length);

    String cached =
        run(
            "env",
            "JAVA_TOOL_OPTIONS=-XX:+PrintSharedArchiveAndExit",
            INSTALLER.resolve("peerdeck/bin/peerdeck-panel").toString());
    assertThat(screens).allMatch(screen -> cached.contains(" " + screen + " app_loader"));
  }

  private static String unpacked(String place) throws IOException {
    try (InputStream in = new GZIPInputStream(Files.newInputStream(DEB.resolve(place)))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Runs a program that this machine may lack and returns what it said; it must succeed.
  private String run(String... command) throws Exception {
    if (!Programs.onPath(command[0])) {
      String told = "SKIPPED: looking at the package's files, " + command[0] + " is missing";
      System.out.println(told);
      abort(told);
    }
    Path said = temporary.resolve("said");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().put("XDG_RUNTIME_DIR", temporary.toString());
    Process process = builder.start();
    assertThat(process.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    return Files.readString(said);
  }
}
