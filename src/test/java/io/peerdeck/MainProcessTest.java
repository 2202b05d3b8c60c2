package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.Programs.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own: its streams, its exit codes, and how it takes a signal.
class MainProcessTest {
  private final Path temporary;
  private final Path data;
  @AutoClose private final Programs programs;

  MainProcessTest(@TempDir Path temporary) throws IOException {
    this.temporary = temporary;
    programs = Programs.ofLoneNode(temporary);
    data = programs.data();
  }

  @Test
  void aNodeStopsCleanlyWhenItIsTerminated() throws Exception {
    Program node = start("node", "--json");
    JsonNode status = node.document();
    assertThat(status.at("/self/name").asText()).isEqualTo("solo");
    assertThat(data.resolve("api.address")).exists();
    String seconds = "600." + System.nanoTime();
    Program submit = start("workflow", "submit", sleeper(seconds).toString(), "--json");
    assertThat(submit.exit()).as(submit.err()).isZero();
    assertThat(submit.document().path("id").asText()).startsWith("bafy");
    ProcessHandle job = job(seconds);

    signal("TERM", node);

    assertThat(node.exit()).isEqualTo(128 + 15);
    assertThat(job.isAlive()).isFalse();
    assertThat(data.resolve("api.address")).doesNotExist();
    assertThat(Programs.MAPPER.readTree(node.out()))
        .as("nothing after the document")
        .isEqualTo(status);
  }

  @Test
  void aCommandThatEmbedsANodeTakesItsJobsWithItWhenItIsInterrupted() throws Exception {
    String seconds = "600." + System.nanoTime();
    Program submit = start("workflow", "submit", sleeper(seconds).toString(), "--wait", "--json");
    ProcessHandle job = job(seconds);

    signal("INT", submit);

    assertThat(submit.exit()).isEqualTo(128 + 2);
    assertThat(job.isAlive()).isFalse();
    assertThat(data.resolve("api.address")).doesNotExist();
    assertThat(submit.out()).isEmpty();
    Program verify = start("clock", "verify", "--json");
    assertThat(verify.exit()).as(verify.err()).isZero();
    assertThat(verify.document().path("ok").asBoolean()).isTrue();
  }

  @Test
  void aNodeStopsWhenAnotherProcessTellsItTo() throws Exception {
    assertThat(start("node", "stop").exit()).as("there is none yet").isEqualTo(3);
    Program node = start("node", "--json");
    assertThat(node.document().at("/self/name").asText()).isEqualTo("solo");

    Program stop = start("node", "stop");

    assertThat(stop.exit()).as(stop.err()).isZero();
    assertThat(stop.out()).contains("has stopped");
    assertThat(node.process().isAlive()).isFalse();
    assertThat(node.exit()).isZero();
    assertThat(data.resolve("api.address")).doesNotExist();
  }

  @Test
  void aNodeThatCannotReadAllFileNamesSaysSo() throws Exception {
    Program node = programs.withoutLocale("node", "--json");
    assertThat(node.document().at("/self/name").asText()).isEqualTo("solo");
    assertThat(node.err()).contains("LC_ALL=C.UTF-8");
    Program other = start("node", "stop");
    assertThat(other.exit()).isZero();
    assertThat(other.err()).doesNotContain("LC_ALL");
  }

  @Test
  void theProgramsOwnCommandsExist() throws Exception {
    Program demo = start("demo", "--help");
    Program bench = start("bench", "--help");
    assertThat(demo.exit()).as(demo.err()).isZero();
    assertThat(demo.out()).contains("--nodes", "--out", "--json");
    assertThat(bench.exit()).as(bench.err()).isZero();
    assertThat(bench.out()).contains("--json");
    Program wrong = start("dance");
    assertThat(wrong.exit()).isEqualTo(2);
    assertThat(wrong.out()).isEmpty();
    assertThat(wrong.err()).contains("dance", "Usage:");
  }

  private Path sleeper(String seconds) throws IOException {
    return Files.writeString(
        temporary.resolve("sleeper.yml"),
        """
        name: p2p-workflow sleeper
        on: push
        jobs:
          sleep:
            runs-on: linux
            steps:
              - run: exec sleep %s
        """
            .formatted(seconds));
  }

  /// The job's process once it runs, in a sandbox or not.
  private static ProcessHandle job(String seconds) {
    return Awaitility.await()
        .atMost(Duration.ofSeconds(Programs.DEADLINE_SECONDS))
        .until(
            () ->
                ProcessHandle.allProcesses()
                    .filter(
                        process ->
                            process
                                .info()
                                .commandLine()
                                .filter(line -> line.endsWith("sleep " + seconds))
                                .isPresent())
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static void signal(String name, Program program) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + name, Long.toString(program.process().pid())).start();
    assertThat(kill.waitFor(Programs.DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }

  private Program start(String... arguments) throws IOException {
    return programs.start(arguments);
  }
}
