package io.peerdeck.workflow;

import java.nio.file.Path;

/// Where the public suites lie: the system property `conformance.dir`, else beside the project.
final class ConformanceFolder {
  private ConformanceFolder() {}

  static Path find() {
    String given = System.getProperty("conformance.dir", "");
    return given.isEmpty() ? Path.of("..", "shared", "conformance") : Path.of(given);
  }
}
