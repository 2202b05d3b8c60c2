package io.peerdeck.workflow;

import java.nio.file.Path;

/// Where the public suites lie: the system property `conformance.dir`, else beside the project.
final class ConformanceFolder {
  private ConformanceFolder() {}

  static Path find() {
    return isGiven() ? Path.of(given()) : Path.of("..", "shared", "conformance");
  }

  static boolean isGiven() {
    return !given().isEmpty();
  }

  private static String given() {
    return System.getProperty("conformance.dir", "");
  }
}
