package io.peerdeck.api.mcp;

import io.peerdeck.node.GitRepository;
import io.peerdeck.node.Node;
import io.peerdeck.node.SettingView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// What the settings let an assistant do, as they are at this moment: which tools that change
/// something, and which workflow files.
final class McpGrant {
  static final String FOLDERS = "mcp-folders";
  static final String WRITE = "mcp-write";
  private static final int MAX_FILES = 100;
  private static final int MAX_VISITED = 5_000;
  private static final int MAX_DEPTH = 6;

  private final Node node;

  McpGrant(Node node) {
    this.node = node;
  }

  /// Throws [ToolRefusal] unless the tool changes nothing or is switched on.
  void check(Tool tool) {
    if (tool.writes() && !setting(WRITE).contains(tool.name())) {
      throw new ToolRefusal(
          "`"
              + tool.name()
              + "` changes something and is switched off on this node. Its operator switches it on"
              + " in the settings (`"
              + WRITE
              + "`, by this name).");
    }
  }

  private List<String> setting(String key) {
    return node.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .map(SettingView::value)
        .flatMap(value -> Arrays.stream(value.split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }

  /// The folders that are there, without links.
  private List<Path> folders() {
    return setting(FOLDERS).stream()
        .map(Path::of)
        .filter(Files::isDirectory)
        .flatMap(folder -> real(folder).stream())
        .toList();
  }

  private static Optional<Path> real(Path path) {
    try {
      return Optional.of(path.toRealPath());
    } catch (IOException e) {
      return Optional.empty(); // gone or unreadable: no place for anything
    }
  }

  /// A workflow file in one of the folders, all links resolved; a relative one is looked for in
  /// each. Throws [ToolRefusal].
  Path file(String text) {
    List<Path> folders = folders();
    if (folders.isEmpty()) {
      throw new ToolRefusal(
          "This node lets an assistant read no files. Its operator names folders in the settings (`"
              + FOLDERS
              + "`).");
    }
    Path asked = path(text);
    return Stream.concat(
            asked.isAbsolute() ? Stream.of(asked) : Stream.empty(),
            folders.stream().filter(f -> !asked.isAbsolute()).map(f -> f.resolve(asked)))
        .flatMap(path -> real(path).stream())
        .filter(path -> within(folders, path) && isWorkflow(path))
        .findFirst()
        .orElseThrow(() -> absent(text, folders));
  }

  private static ToolRefusal absent(String text, List<Path> folders) {
    return new ToolRefusal(
        "Workflow file not found: "
            + Untrusted.line(text)
            + ". It must be a .yml or .yaml file in "
            + String.join(", ", folders.stream().map(Path::toString).toList())
            + ".");
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new ToolRefusal("`" + Untrusted.line(text) + "` is not a path: " + e.getReason() + ".");
    }
  }

  private boolean within(List<Path> folders, Path path) {
    return folders.stream().anyMatch(path::startsWith)
        && real(node.status().data()).filter(path::startsWith).isEmpty();
  }

  private static boolean isWorkflow(Path path) {
    String name = path.toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)
        && (name.endsWith(".yml") || name.endsWith(".yaml"));
  }

  /// The same, where what a submission takes with it stays in the folders too: the files of the git
  /// repository around it. Throws [ToolRefusal].
  Path submittable(String text) {
    Path file = file(text);
    List<Path> folders = folders();
    Path around = Objects.requireNonNull(file.getParent(), "a file has a folder");
    GitRepository.around(around)
        .filter(repository -> !within(folders, repository))
        .ifPresent(
            repository -> {
              throw new ToolRefusal(
                  "A run takes all of the repository "
                      + repository
                      + " with it, which is not in the folders an assistant may read. The operator"
                      + " adds it in the settings (`"
                      + FOLDERS
                      + "`).");
            });
    return file;
  }

  /// Workflow files in the folders, at most a hundred.
  List<Path> files() {
    List<Path> folders = folders();
    return folders.stream()
        .flatMap(McpGrant::below)
        .distinct()
        .filter(path -> within(folders, path))
        .limit(MAX_FILES)
        .toList();
  }

  private static Stream<Path> below(Path folder) {
    try (Stream<Path> tree = Files.walk(folder, MAX_DEPTH)) {
      return tree
          .limit(MAX_VISITED)
          .filter(McpGrant::isWorkflow)
          .limit(MAX_FILES)
          .toList()
          .stream();
    } catch (IOException | java.io.UncheckedIOException e) {
      return Stream.empty(); // what cannot be looked through has nothing to show
    }
  }
}
