package io.peerdeck;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The bundled example workflows: a folder of files each, ready to be submitted.
enum Example {
  SCRAPE("scrape", "scrape.yml", List.of("crawl.py", "report.py")),
  CODEGEN("codegen", "codegen.yml", List.of("generate.py", "openapi.json", "try_client.py")),
  SHARDS("shards", "shards.yml", List.of("merge.py", "sum_shard.py"));

  private final String folder;
  private final String workflow;
  private final List<String> files;

  Example(String folder, String workflow, List<String> files) {
    this.folder = folder;
    this.workflow = workflow;
    this.files = files;
  }

  /// Where [#write] puts the example's files.
  Path folder(Path below) {
    return below.resolve(folder);
  }

  /// Copies the example below the folder and returns its workflow file.
  Path write(Path below) throws IOException {
    Path target = Files.createDirectories(folder(below));
    for (String file : files) {
      copy(file, target);
    }
    return copy(workflow, target);
  }

  private Path copy(String file, Path target) throws IOException {
    String name = "examples/" + folder + "/" + file;
    try (InputStream in = Example.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("The example file " + name + " is missing from this build.");
      }
      Path copy = target.resolve(file);
      Files.write(copy, in.readAllBytes());
      return copy;
    }
  }
}
