package io.peerdeck.workflow;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/// One public suite: its files, how many of its cases pass, and which differ and why.
final class ConformanceSuite {
  private final String name;
  private final Path folder;
  private final List<String> failing = new ArrayList<>();
  private int total;

  private ConformanceSuite(String name, Path folder) {
    this.name = name;
    this.folder = folder;
  }

  static ConformanceSuite of(String name) {
    return new ConformanceSuite(name, ConformanceFolder.find());
  }

  /// The suite's files; without its folder the test says so and is skipped.
  List<Path> files(String inside, String... suffixes) throws IOException {
    Path here = folder.resolve(inside);
    boolean present = Files.isDirectory(here);
    if (!present) {
      System.out.println(
          "SKIPPED: conformance " + name + ", because there is no folder " + here.toAbsolutePath());
    }
    assumeTrue(present, "no folder " + here);
    try (Stream<Path> found = Files.walk(here)) {
      return found
          .filter(Files::isRegularFile)
          .filter(file -> Stream.of(suffixes).anyMatch(file.toString()::endsWith))
          .sorted()
          .toList();
    }
  }

  Path folder() {
    return folder;
  }

  /// Records a case; `difference` is empty where it passes.
  void record(String example, String difference) {
    total++;
    if (!difference.isEmpty()) {
      failing.add(example + ": " + difference);
    }
  }

  void print() {
    System.out.println("conformance " + name + " " + (total - failing.size()) + "/" + total);
    failing.forEach(line -> System.out.println("  " + line));
  }

  int total() {
    return total;
  }

  List<String> failing() {
    return List.copyOf(failing);
  }

  /// The failing cases for which no reason is listed. The list is of the suites beside the project;
  /// another folder's cases are only counted.
  List<String> unexplained() {
    if (ConformanceFolder.isGiven()) {
      return List.of();
    }
    Set<String> listed = listed(name);
    return failing.stream()
        .filter(
            line ->
                listed.stream()
                    .noneMatch(
                        known -> line.startsWith(known + ":") || line.startsWith(known + "#")))
        .toList();
  }

  double share() {
    return total == 0 ? 0 : (total - failing.size()) / (double) total;
  }

  /// The cases of a suite that `conformance-differences.txt` gives a reason for: lines of suite,
  /// case and reason, parted by ` | `.
  private static Set<String> listed(String suite) {
    try (InputStream file =
        ConformanceSuite.class.getResourceAsStream("conformance-differences.txt")) {
      Set<String> listed = new TreeSet<>();
      if (file != null) {
        new String(file.readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .map(line -> line.split(" \\| ", 3))
            .filter(line -> line.length == 3 && line[0].equals(suite))
            .forEach(line -> listed.add(line[1]));
      }
      return listed;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
