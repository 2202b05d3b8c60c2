package io.peerdeck.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Holds what is refused to SchemaStore's files.
class SchemastoreConformanceTest {

  @Test
  void validFilesAreNotCalledInvalid() throws IOException {
    ConformanceSuite suite = ConformanceSuite.of("schemastore-valid");
    for (Path file : suite.files("schemastore/test", ".yaml", ".yml", ".json")) {
      suite.record(file.getFileName().toString(), ValidFiles.refusal(file));
    }
    suite.print();
    assertThat(suite.total()).isPositive();
    assertThat(suite.unexplained()).isEmpty();
  }

  @Test
  void invalidFilesAreRefused() throws IOException {
    ConformanceSuite suite = ConformanceSuite.of("schemastore-invalid");
    for (Path file : suite.files("schemastore/negative_test", ".yaml", ".yml", ".json")) {
      suite.record(
          file.getFileName().toString(),
          ValidFiles.refusal(file).isEmpty() ? "taken for a valid workflow" : "");
    }
    suite.print();
    assertThat(suite.total()).isPositive();
    assertThat(suite.unexplained()).isEmpty();
  }
}
