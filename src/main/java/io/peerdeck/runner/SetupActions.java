package io.peerdeck.runner;

import io.peerdeck.workflow.BuiltInAction;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `actions/setup-…`: finds the tool among those of this machine; nothing is downloaded.
final class SetupActions {
  private static final int MAX_VERSION_FILE = 1 << 20;

  private final JobFolder folder;
  private final String path;
  private final ToolFolders tools;
  private final boolean sandboxed;

  /// @param path where the machine's programs are; not the job's own `PATH`, because what is found
  ///     is asked for its version outside the sandbox
  /// @param sandboxed whether the job can write to nothing of the machine's
  SetupActions(JobFolder folder, String path, ToolFolders tools, boolean sandboxed) {
    this.sandboxed = sandboxed;
    this.folder = folder;
    this.path = path;
    this.tools = tools;
  }

  /// A tool.
  ///
  /// @param programs names it may have on a `PATH`
  /// @param places glob-like folders besides, `*` for one level
  /// @param inVersionFile finds the version in a version file; the first group
  private record Tool(
      String name,
      List<String> programs,
      String question,
      List<String> places,
      Pattern inVersionFile) {}

  private static final Pattern FIRST_WORD =
      Pattern.compile("(?m)^\\s*(?:[a-z]+-)?v?([0-9][^\\s#]*|lts/\\S+)");

  private static Tool tool(BuiltInAction action) {
    return switch (action) {
      case SETUP_NODE ->
          new Tool(
              "node",
              List.of("node"),
              "--version",
              List.of("/opt/hostedtoolcache/node/*/*/bin"),
              Pattern.compile(
                  "(?s)\"node\"\\s*:\\s*\"([^\"]+)\"|nodejs\\s+(\\S+)|^\\s*v?([0-9]\\S*|lts/\\S+)"));
      case SETUP_PYTHON ->
          new Tool(
              "python",
              List.of("python3", "python"),
              "--version",
              List.of("/opt/hostedtoolcache/Python/*/*/bin"),
              FIRST_WORD);
      case SETUP_JAVA ->
          new Tool(
              "java",
              List.of("java"),
              "-version",
              List.of("/usr/lib/jvm/*/bin", "/opt/hostedtoolcache/Java_*/*/*/bin"),
              FIRST_WORD);
      case SETUP_GO ->
          new Tool(
              "go",
              List.of("go"),
              "version",
              List.of("/usr/local/go/bin", "/opt/hostedtoolcache/go/*/*/bin"),
              Pattern.compile("(?m)^(?:go\\s+)?([0-9]\\S*)"));
      case SETUP_DOTNET ->
          new Tool(
              "dotnet",
              List.of("dotnet"),
              "--version",
              List.of("/usr/lib/dotnet", "/usr/share/dotnet"),
              Pattern.compile("\"version\"\\s*:\\s*\"([^\"]+)\""));
      case SETUP_RUBY ->
          new Tool(
              "ruby",
              List.of("ruby"),
              "--version",
              List.of("/opt/hostedtoolcache/Ruby/*/*/bin"),
              FIRST_WORD);
      default -> throw new IllegalArgumentException(action.reference());
    };
  }

  void run(BuiltInAction action, ActionInputs inputs, ActionResult result) {
    final Tool tool = tool(action);
    final Optional<VersionRange> wanted = wanted(tool, inputs);
    final List<ToolVersion> found = found(tool);
    final ToolVersion chosen =
        found.stream()
            .filter(version -> wanted.isEmpty() || wanted.get().fits(version.version()))
            .findFirst()
            .orElseThrow(() -> refused(tool, wanted, found));
    final Path bin = Optional.ofNullable(chosen.program().getParent()).orElse(chosen.program());
    if (wanted.filter(VersionRange::any).isPresent()) {
      result.say("'" + wanted.get().text() + "' stands for what this machine has.");
    }
    result.say(
        "Using " + tool.name() + " " + chosen.version() + " of this machine, " + chosen.program());
    if (!List.of(path.split(":")).contains(bin.toString())) {
      result.path(bin.toString());
    }
    if (!inputs.text("cache").isBlank() && !inputs.text("cache").equals("false")) {
      result.warn(
          "Input 'cache' of "
              + action.reference()
              + " has no effect on a peer; use actions/cache with the package manager's folder.");
    }
    result.output(
        action == BuiltInAction.SETUP_JAVA ? "version" : tool.name() + "-version",
        chosen.version());
    if (action == BuiltInAction.SETUP_JAVA) {
      home(chosen, inputs, result);
    } else if (action == BuiltInAction.SETUP_PYTHON) {
      result.output("python-path", chosen.program().toString());
      underUsualNames(chosen.program(), result);
    }
  }

  /// A machine often has Python as `python3` alone; after the action it is `python` as well, and
  /// its pip is `pip`, as at GitHub.
  private void underUsualNames(Path python, ActionResult result) {
    final Path names = folder.toolCache().resolve("python");
    try {
      Files.createDirectories(names);
      Files.deleteIfExists(names.resolve("python"));
      Files.createSymbolicLink(names.resolve("python"), python);
      final Path pip = python.resolveSibling("pip3");
      if (Files.isExecutable(pip) && !Files.exists(python.resolveSibling("pip"))) {
        Files.deleteIfExists(names.resolve("pip"));
        Files.createSymbolicLink(names.resolve("pip"), pip);
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot write " + names + ": " + e, e);
    }
    result.path(names.toString());
    if (sandboxed) {
      // a distribution's Python refuses pip; here what it installs can only go to the job's home
      result.variable("PIP_BREAK_SYSTEM_PACKAGES", "1");
      result.path(folder.home().resolve(".local/bin").toString());
    }
  }

  private static void home(ToolVersion java, ActionInputs inputs, ActionResult result) {
    result.output("distribution", inputs.text("distribution"));
    try {
      final Path bin = java.program().toRealPath().getParent();
      final Path home = bin == null ? null : bin.getParent();
      if (home != null) {
        result.variable("JAVA_HOME", home.toString());
        result.output("path", home.toString());
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot follow " + java.program() + ": " + e, e);
    }
  }

  private RunnerException refused(
      Tool tool, Optional<VersionRange> wanted, List<ToolVersion> found) {
    final String versions =
        found.isEmpty()
            ? "no " + tool.name()
            : tool.name()
                + " "
                + String.join(
                    ", ",
                    found.stream()
                        .map(version -> version.version() + " (" + version.program() + ")")
                        .toList());
    return new RunnerException(
        "%s %s is not on this peer, which has %s. Peers download no tools: install it on the peer, or ask for a peer that has it by a label in runs-on. Tools of nvm, pyenv, sdkman and the like are seen once the peer's setting tool-folders names their folder."
            .formatted(
                tool.name(), wanted.map(VersionRange::text).orElse("(any version)"), versions));
  }

  /// What the inputs, or a version file, ask for; of several versions the last, which is the one on
  /// the `PATH` at GitHub.
  private Optional<VersionRange> wanted(Tool tool, ActionInputs inputs) {
    final String input = tool.name() + "-version";
    final String asked =
        inputs
            .text(input)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .reduce("", (before, last) -> last);
    if (!asked.isEmpty()) {
      return Optional.of(VersionRange.parse(asked, input));
    }
    final String file = inputs.text(input + "-file").strip();
    if (file.isEmpty()) {
      return Optional.empty();
    }
    final Matcher matcher = tool.inVersionFile().matcher(text(file, input));
    if (!matcher.find()) {
      throw new RunnerException(
          "No version of " + tool.name() + " was found in " + file + "; name it by " + input + ".");
    }
    String version = "";
    for (int group = 1; group <= matcher.groupCount(); group++) {
      version = matcher.group(group) == null ? version : matcher.group(group);
    }
    return Optional.of(VersionRange.parse(version, input + "-file"));
  }

  private String text(String file, String input) {
    final Path real = folder.inWorkspace(file, input + "-file");
    try (var in = Files.newInputStream(real, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(MAX_VERSION_FILE), java.nio.charset.StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new RunnerException(
          "The specified version file at: " + file + " does not exist or cannot be read.", e);
    }
  }

  /// The machine's versions, those on the `PATH` first.
  private List<ToolVersion> found(Tool tool) {
    final Map<String, ToolVersion> found = new LinkedHashMap<>();
    for (final Path program : candidates(tool)) {
      ToolVersion.of(program, tool.question())
          .ifPresent(version -> found.putIfAbsent(version.version(), version));
    }
    return List.copyOf(found.values());
  }

  private List<Path> candidates(Tool tool) {
    final List<Path> candidates = new ArrayList<>();
    for (final String program : tool.programs()) {
      ShellCommand.find(path, program).ifPresent(candidates::add);
    }
    for (final Path bin : tools.programs()) {
      for (final String program : tool.programs()) {
        ShellCommand.find("", bin.resolve(program).toString()).ifPresent(candidates::add);
      }
    }
    for (final String place : tool.places()) {
      for (final Path bin : folders(Path.of("/"), place.substring(1).split("/"), 0)) {
        for (final String program : tool.programs()) {
          ShellCommand.find("", bin.resolve(program).toString()).ifPresent(candidates::add);
        }
      }
    }
    return candidates;
  }

  private static List<Path> folders(Path from, String[] segments, int index) {
    if (index == segments.length) {
      return List.of(from);
    }
    final List<Path> found = new ArrayList<>();
    if (!segments[index].contains("*")) {
      final Path next = from.resolve(segments[index]);
      return Files.isDirectory(next) ? folders(next, segments, index + 1) : found;
    }
    final TreeSet<Path> matches = new TreeSet<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(from, segments[index])) {
      stream.forEach(matches::add);
    } catch (IOException e) {
      return found; // not there, or not for us: no candidates
    }
    matches.forEach(
        match -> {
          if (Files.isDirectory(match)) {
            found.addAll(folders(match, segments, index + 1));
          }
        });
    return found;
  }
}
