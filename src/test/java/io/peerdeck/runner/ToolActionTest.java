package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Built-in actions beyond artifacts: tools, caches, sparse checkouts.
class ToolActionTest {
  @TempDir Path scratch;

  @ParameterizedTest
  @CsvSource({
    "20, 20.11.1, true",
    "20, 21.0.0, false",
    "20.x, 20.1.0, true",
    "3.1, 3.12.0, false",
    "3.12, 3.12.4, true",
    ">=18 <22, 21.9.9, true",
    ">=18 <22, 22.0.0, false",
    "^1.21, 1.24.0, true",
    "^1.21, 2.0.0, false",
    "~1.21.3, 1.21.9, true",
    "~1.21.3, 1.22.0, false",
    "16 || 20, 20.0.1, true",
    "lts/*, 1.0.0, true",
    "<=17, 17.0.2, true",
    "'>17', 17.0.2, false"
  })
  void aVersionFitsARangeOrNot(String range, String version, boolean fits) {
    assertThat(VersionRange.parse(range, "v").fits(version)).isEqualTo(fits);
  }

  @Test
  void whatIsNoRangeIsRefused() {
    assertThatThrownBy(() -> VersionRange.parse("twenty", "node-version"))
        .hasMessage("Input node-version: 'twenty' is no version or range of versions.");
  }

  @Test
  void aToolOfTheMachineIsTakenIfItsVersionFitsAndRefusedByNameIfNot() throws IOException {
    final JobFixture job = new JobFixture(scratch);
    Files.writeString(job.folder.workspace().resolve(".python-version"), "3.99\n");
    final JobOutcome outcome =
        job.steps(
            """
            - uses: actions/setup-python@v5
              id: python
              with: {python-version: 3.x}
            - uses: actions/setup-python@v5
              with: {python-version-file: .python-version}
              continue-on-error: true
            - uses: actions/setup-java@v4
              id: java
              with: {java-version: ">=1", distribution: temurin}
            - run: |
                test -x "$JAVA_HOME/bin/java"
                python -c 'import sys; print("python", sys.version_info[0])'
                echo "${{ steps.python.outputs.python-version }}" | grep -q '^3\\.'
            """);
    assertThat(outcome.message()).isEmpty();
    assertThat(outcome.steps().stream().map(StepResult::outcome))
        .containsExactly(
            Conclusion.SUCCESS, Conclusion.FAILURE, Conclusion.SUCCESS, Conclusion.SUCCESS);
    assertThat(job.output()).containsExactly("python 3");
    assertThat(job.remarks())
        .anyMatch(
            line ->
                line.startsWith("python 3.99 is not on this peer, which has python 3.")
                    && line.contains("ask for a peer that has it by a label in runs-on."));
  }

  @Test
  void aCacheIsRestoredAtOnceAndSavedAfterASuccessOnly() {
    final FolderCaches caches = new FolderCaches();
    final String steps =
        """
        - uses: actions/cache@v4
          id: c
          with: {path: "~/deps\\n!~/deps/tmp", key: "k-1", restore-keys: "k-"}
        - run: |
            echo "[${{ steps.c.outputs.cache-hit }}] $(cat ~/deps/a 2>/dev/null)"
            mkdir -p ~/deps; echo one > ~/deps/a; echo t > ~/deps/tmp
        - run: exit %d
        """;
    assertThat(run("a", caches, steps.formatted(1)).output()).containsExactly("[] ");
    assertThat(caches.entries).isEmpty();
    assertThat(run("b", caches, steps.formatted(0)).output()).containsExactly("[] ");
    assertThat(caches.files).containsExactly("home/deps/a");
    assertThat(run("c", caches, steps.formatted(0)).output()).containsExactly("[true] one");
    assertThat(run("d", caches, steps.replace("\"k-1\"", "\"k-2\"").formatted(0)).output())
        .containsExactly("[false] one");
    final JobFixture missing =
        run(
            "e",
            caches,
            """
            - uses: actions/cache/restore@v4
              with: {path: x, key: absent, fail-on-cache-miss: true}
            """);
    assertThat(missing.remarks())
        .anyMatch(line -> line.endsWith("fail-on-cache-miss is set. Input key: absent"));
  }

  private JobFixture run(String name, CachePort caches, String steps) {
    try {
      final JobFixture job = new JobFixture(Files.createDirectory(scratch.resolve(name)));
      job.caches = caches;
      job.steps(steps);
      return job;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aSparseCheckoutKeepsWhatItNames() {
    final String[] files = {"a.txt", "src/b.txt", "src/deep/c.txt", "docs/d.md", "docs/e.txt"};
    assertThat(checkedOut("cone", files, "{sparse-checkout: src/deep}"))
        .isEqualTo("./a.txt ./src/b.txt ./src/deep/c.txt");
    assertThat(
            checkedOut(
                "patterns",
                files,
                "{sparse-checkout: \"*.txt\\n!/docs/\", sparse-checkout-cone-mode: false}"))
        .isEqualTo("./a.txt ./src/b.txt ./src/deep/c.txt");
  }

  private String checkedOut(String name, String[] files, String with) {
    try {
      final JobFixture job = new JobFixture(Files.createDirectory(scratch.resolve(name)));
      job.snapshot =
          to -> {
            for (final String file : files) {
              write(to.resolve(file));
            }
            return files.length;
          };
      job.steps(
          """
          - uses: actions/checkout@v4
            with: %s
          - run: find . -type f | sort | tr '\\n' ' '
          """
              .formatted(with));
      return job.output().getFirst().strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "x");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Caches in a map.
  private static final class FolderCaches implements CachePort {
    private final Map<String, Map<String, String>> entries = new HashMap<>();
    private final List<String> files = new ArrayList<>();

    @Override
    public Optional<Entry> find(List<String> keys, String version) {
      return keys.stream()
          .flatMap(key -> entries.keySet().stream().filter(saved -> saved.startsWith(key)))
          .findFirst()
          .map(key -> new Entry(key, "cid", 1));
    }

    @Override
    public void restore(Entry entry, Map<String, Path> areas) {
      entries
          .get(entry.key())
          .forEach(
              (name, text) -> {
                final int slash = name.indexOf('/');
                final Path file =
                    areas.get(name.substring(0, slash)).resolve(name.substring(slash + 1));
                try {
                  Files.createDirectories(file.getParent());
                  Files.writeString(file, text);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
    }

    @Override
    public Entry save(String key, String version, Path root, List<Path> paths) {
      final Map<String, String> texts = new HashMap<>();
      for (final Path path : paths) {
        try {
          texts.put(path.toString(), Files.readString(root.resolve(path)));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      entries.put(key, texts);
      files.clear();
      files.addAll(texts.keySet());
      return new Entry(key, "cid", 1);
    }
  }
}
