package io.peerdeck.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The workflows that come with the program. To be submitted, one is written into the data folder,
/// each with its files in a folder of its own.
final class WorkflowTemplates {
  private static final List<Template> ALL =
      List.of(
          new Template("pipeline", "templates/", List.of(), true),
          new Template("links", "templates/", List.of("README.md", "more.md"), true),
          new Template(
              "codegen",
              "examples/",
              List.of("generate.py", "openapi.json", "try_client.py"),
              true),
          new Template("shards", "examples/", List.of("merge.py", "sum_shard.py"), true),
          new Template("scrape", "examples/", List.of("crawl.py", "report.py"), true),
          new Template("backup", "templates/", List.of(), false),
          new Template("maven", "templates/", List.of(), false),
          new Template("node", "templates/", List.of(), false),
          new Template("python", "templates/", List.of(), false));

  private final Path folder;

  /// @param folder where they are written to
  WorkflowTemplates(Path folder) {
    this.folder = folder;
  }

  private record Template(String id, String place, List<String> files, boolean complete) {
    String workflow() {
      return id + ".yml";
    }

    byte[] bytes(String file) throws IOException {
      // Data of an example is made by the demo; here a smaller one takes its place.
      for (String at : List.of(place, "templates/")) {
        try (InputStream in =
            WorkflowTemplates.class.getResourceAsStream("/io/peerdeck/" + at + id + "/" + file)) {
          if (in != null) {
            return in.readAllBytes();
          }
        }
      }
      throw new IOException("the file " + file + " of " + id + " is missing from this build");
    }

    TemplateView view() throws IOException {
      List<String> lines =
          new String(bytes(workflow()), StandardCharsets.UTF_8).lines().limit(2).toList();
      return new TemplateView(
          id,
          lines.getLast().substring("name: ".length()),
          lines.getFirst().substring("# ".length()),
          workflow(),
          complete);
    }
  }

  List<TemplateView> all() {
    List<TemplateView> views = new ArrayList<>();
    for (Template template : ALL) {
      try {
        views.add(template.view());
      } catch (IOException e) {
        throw unreadable(template.id, e);
      }
    }
    return views;
  }

  /// Writes a template anew and returns its workflow file.
  Path write(String id) {
    Template template =
        ALL.stream()
            .filter(one -> one.id.equals(id))
            .findFirst()
            .orElseThrow(
                () ->
                    new NodeException(
                        NodeException.Reason.NOT_FOUND,
                        "There is no template `"
                            + id
                            + "`; there are "
                            + String.join(", ", ALL.stream().map(Template::id).toList())
                            + "."));
    try {
      Path target = Files.createDirectories(folder.resolve(id));
      List<String> files = new ArrayList<>(template.files);
      if (id.equals("shards")) {
        files.add("sales.csv");
      }
      files.add(template.workflow());
      for (String file : files) {
        Files.write(target.resolve(file), template.bytes(file));
      }
      return target.resolve(template.workflow());
    } catch (IOException e) {
      throw unreadable(id, e);
    }
  }

  /// The workspace of a template that brings its files; empty for any other file.
  Optional<Path> workspace(Path file) {
    Path parent = file.toAbsolutePath().normalize().getParent();
    return Optional.ofNullable(parent)
        .filter(own -> folder.toAbsolutePath().normalize().equals(own.getParent()))
        .filter(
            own ->
                ALL.stream()
                    .anyMatch(one -> one.complete && own.endsWith(one.id) && isOwn(one, file)));
  }

  private static boolean isOwn(Template template, Path file) {
    return file.endsWith(template.workflow());
  }

  private static NodeException unreadable(String id, IOException e) {
    return new NodeException(
        NodeException.Reason.FAILED,
        "The template " + id + " cannot be written: " + DiskError.why(e) + ".",
        e);
  }
}
