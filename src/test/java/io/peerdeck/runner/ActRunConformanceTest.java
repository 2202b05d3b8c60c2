package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.workflow.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs the workflows of nektos/act's own runner tests, with real processes, and holds the verdict
/// to the one stated there.
class ActRunConformanceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path scratch;

  private final List<String> failing = new ArrayList<>();

  @Test
  void allRunnableWorkflowsOfActGetTheStatedVerdict() throws IOException {
    final String given = System.getProperty("conformance.dir", "");
    final Path suite =
        (given.isEmpty() ? Path.of("..", "shared", "conformance") : Path.of(given))
            .resolve("act/runner");
    final boolean present = Files.isRegularFile(suite.resolve("cases.json"));
    if (!present) {
      System.out.println(
          "SKIPPED: conformance act-run, because there is no folder " + suite.toAbsolutePath());
    }
    assumeTrue(present, "no folder " + suite);
    final JsonNode cases = JSON.readTree(suite.resolve("cases.json").toFile());
    int number = 0;
    for (final JsonNode example : cases) {
      run(suite, example, scratch.resolve(String.valueOf(number++)));
    }
    System.out.println(
        "conformance act-run " + (cases.size() - failing.size()) + "/" + cases.size());
    failing.forEach(System.out::println);
    assertThat(cases).isNotEmpty();
    assertThat(failing).isEmpty();
  }

  private void run(Path suite, JsonNode example, Path place) throws IOException {
    final Path root = suite.resolve("testdata");
    final String folder = example.path("dir").asText();
    final boolean succeeds = example.path("expect").asText().equals("success");
    Files.createDirectories(place);
    for (final Path file : files(suite, example, root.resolve(folder))) {
      final LocalRun run =
          new LocalRun(
              place.resolve(file.getFileName().toString()),
              root,
              example.path("event").asText(),
              event(root.resolve(folder)));
      final List<String> problems = run.run(file);
      if (problems.isEmpty() != succeeds) {
        failing.add(folder + ": expected " + example.path("expect").asText() + ", was " + problems);
      }
    }
  }

  private static List<Path> files(Path suite, JsonNode example, Path folder) throws IOException {
    final List<Path> files = new ArrayList<>();
    example.path("files").forEach(file -> files.add(suite.getParent().resolve(file.asText())));
    if (!files.isEmpty()) {
      return files;
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(file -> file.toString().matches(".*\\.ya?ml"))
          .filter(file -> !file.getFileName().toString().matches("action\\.ya?ml"))
          .sorted()
          .toList();
    }
  }

  private static Optional<Value> event(Path folder) throws IOException {
    final Path file = folder.resolve("event.json");
    return Files.isRegularFile(file)
        ? Optional.of(Value.fromJson(Files.readString(file)))
        : Optional.empty();
  }
}
