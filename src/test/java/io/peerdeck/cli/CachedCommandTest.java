package io.peerdeck.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CachedCommandTest {
  private static final Duration TTL = Duration.ofSeconds(300);
  private static final String TOKEN = "ghp_secretsecretsecret";

  @TempDir Path temporary;
  private Instant now = Instant.parse("2026-11-21T12:00:00Z");
  private final Map<String, String> environment = new HashMap<>(Map.of("GH_TOKEN", TOKEN));

  private record Answer(int exit, String out, String err, String told) {}

  private Answer run(boolean refresh, List<String> command, Path directory) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    CommandCache cache = new CommandCache(folder(), environment, () -> now);
    CachedCommand.Outcome outcome =
        new CachedCommand(cache, out, err).run(command, directory, TTL, refresh);
    return new Answer(
        outcome.exit(),
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8),
        outcome.told());
  }

  private Path folder() {
    return temporary.resolve("data/commands");
  }

  /// Counts its runs in a file, prints to both outputs, reads all input, and ends as told.
  private List<String> tool(int exit, String word) {
    String script =
        "cat; echo x >> '%s'; echo \"run $(wc -l < '%s')\" \"$1\"; echo careful >&2; exit %d"
            .formatted(counter(), counter(), exit);
    return List.of("sh", "-c", script, "tool", word);
  }

  private Path counter() {
    return temporary.resolve("runs");
  }

  private List<Path> kept() throws IOException {
    try (Stream<Path> files = Files.list(folder())) {
      return files.filter(file -> file.toString().endsWith(".output")).toList();
    }
  }

  @Test
  void aToolIsRunOnceWhileItsOutputIsFreshAndPrintsTheSame() {
    Answer first = run(false, tool(0, "a"), temporary);
    assertThat(first.out()).isEqualTo("run 1 a\n");
    assertThat(first.err()).isEqualTo("careful\n");
    now = now.plusSeconds(299);
    Answer second = run(false, tool(0, "a"), temporary);
    assertThat(List.of(second.out(), second.err(), second.exit()))
        .isEqualTo(List.of(first.out(), first.err(), 0));
    assertThat(second.told()).isEqualTo("kept 299 s ago");
    now = now.plusSeconds(1);
    assertThat(run(false, tool(0, "a"), temporary).out()).isEqualTo("run 2 a\n");
    assertThat(run(true, tool(0, "a"), temporary).out()).isEqualTo("run 3 a\n");
    assertThat(run(false, tool(0, "a"), temporary).out()).isEqualTo("run 3 a\n");
  }

  @Test
  void anotherArgumentFolderOrTokenFindsNothing() throws Exception {
    run(false, tool(0, "a"), temporary);
    assertThat(run(false, tool(0, "b"), temporary).out()).isEqualTo("run 2 b\n");
    Path other = Files.createDirectory(temporary.resolve("other"));
    assertThat(run(false, tool(0, "a"), other).out()).isEqualTo("run 3 a\n");
    environment.put("GH_TOKEN", TOKEN + "2");
    assertThat(run(false, tool(0, "a"), temporary).out()).isEqualTo("run 4 a\n");
    environment.remove("GH_TOKEN");
    environment.put("GH_CONFIG_DIR", other.toString());
    assertThat(run(false, tool(0, "a"), temporary).out()).isEqualTo("run 5 a\n");
    Files.writeString(other.resolve("hosts.yml"), "github.com: {oauth_token: t}");
    assertThat(run(false, tool(0, "a"), temporary).out()).isEqualTo("run 6 a\n");
    assertThat(run(false, tool(0, "a"), temporary).out()).isEqualTo("run 6 a\n");
  }

  @Test
  void onlySuccessIsKept() {
    assertThat(run(false, tool(3, "a"), temporary).exit()).isEqualTo(3);
    Answer again = run(false, tool(3, "a"), temporary);
    assertThat(again.exit()).isEqualTo(3);
    assertThat(again.out()).isEqualTo("run 2 a\n");
    Answer none = run(false, List.of("no-such-tool-anywhere"), temporary);
    assertThat(none.exit()).isEqualTo(127);
    assertThat(none.err()).contains("no-such-tool-anywhere");
  }

  @Test
  void filesAreTheirOwnersAndHoldNoToken() throws Exception {
    run(false, tool(0, "a"), temporary);
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.toList()) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .as(file.toString())
            .matches("rw(-|x)------");
        assertThat(file.toString()).doesNotContain(TOKEN);
        if (Files.isRegularFile(file)) {
          assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).doesNotContain(TOKEN);
        }
      }
    }
  }

  @Test
  void tooMuchOutputIsPassedOnAndNotKept() {
    String script = "head -c %d /dev/zero | tr '\\0' y".formatted(KeptOutput.MAX_BYTES + 1);
    Answer much = run(false, List.of("sh", "-c", script), temporary);
    assertThat(much.out()).hasSize(KeptOutput.MAX_BYTES + 1);
    assertThat(much.told()).startsWith("not kept");
    assertThat(run(false, List.of("sh", "-c", script), temporary).told()).startsWith("not kept");
  }

  @Test
  void halfAFileIsNoneAndWhatIsOldestGoesFirst() throws Exception {
    run(false, tool(0, "a"), temporary);
    Path file = kept().getFirst();
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 1;
    Files.write(file, bytes);
    assertThat(run(false, tool(0, "a"), temporary).out()).isEqualTo("run 2 a\n");

    CommandCache cache = new CommandCache(folder(), environment, () -> now);
    List<KeptOutput.Piece> large = List.of(new KeptOutput.Piece(false, new byte[7 << 20]));
    for (int i = 0; i < 10; i++) {
      now = now.plusSeconds(1);
      cache.keep(folder().resolve("big" + i + ".output"), large);
    }
    long size = 0;
    for (Path one : kept()) {
      size += Files.size(one);
    }
    assertThat(size).isLessThanOrEqualTo(CommandCache.MOST_BYTES);
    assertThat(kept()).doesNotContain(file, folder().resolve("big0.output"));
    assertThat(kept()).contains(folder().resolve("big9.output"));
  }

  @Test
  void theCommandLineGivesTheToolsOwnExitCode() {
    StringWriter err = new StringWriter();
    String data = temporary.resolve("data").toString();
    String[] command = {
      "gh", "cached", "--data", data, "--explain", "--ttl", "60", "--", "sh", "-c", "exit 5"
    };
    int exit =
        CommandLineTool.run(
            command, Map.of(), new PrintWriter(new StringWriter()), new PrintWriter(err));
    assertThat(exit).as(err.toString()).isEqualTo(5);
    assertThat(err.toString()).contains("not kept: it ended with 5");
    assertThat(
            CommandLineTool.run(
                new String[] {"gh", "cached", "--data", data, "--ttl", "0", "--", "true"},
                Map.of(),
                new PrintWriter(new StringWriter()),
                new PrintWriter(err)))
        .isEqualTo(2);
  }
}
