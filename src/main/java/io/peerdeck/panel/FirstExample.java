package io.peerdeck.panel;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SubmitRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/// The workflow that comes with the panel: three small jobs of shell steps, for a first look.
final class FirstExample {
  private static final String FILE = "example.yml";

  private FirstExample() {}

  /// Submits it as a file of its own. Blocks.
  static RunSummary submit(Node node) {
    try {
      Path folder = Files.createTempDirectory("peerdeck-example");
      Path file = folder.resolve(FILE);
      try (InputStream text =
          Objects.requireNonNull(
              FirstExample.class.getResourceAsStream(FILE), "the example is missing")) {
        Files.copy(text, file);
        return node.submit(SubmitRequest.of(file));
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The example cannot be written: " + e.getMessage(), e);
    }
  }
}
