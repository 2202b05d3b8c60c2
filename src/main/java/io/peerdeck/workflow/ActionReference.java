package io.peerdeck.workflow;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What the `uses` of a step names.
public sealed interface ActionReference {

  /// As the file has it.
  String text();

  /// An action the runner brings itself.
  ///
  /// @param version the tag after `@`, such as `v4`
  record BuiltIn(BuiltInAction action, String version) implements ActionReference {
    @Override
    public String text() {
      return action.reference() + "@" + version;
    }
  }

  /// A third-party action, pinned to a commit; its files travel with the submission.
  ///
  /// @param repository `owner/repo` in lower case
  /// @param path of the action in the repository, empty for its root
  /// @param sha the commit, 40 lower-case hex digits
  /// @param text as the file has it
  record Vendored(String repository, String path, String sha, String text)
      implements ActionReference {
    private static final Pattern PINNED =
        Pattern.compile("([\\w.-]+/[\\w.-]+)((?:/[\\w.-]+)*)@([0-9a-fA-F]{40})");

    /// Reads `owner/repo[/path]@sha`; empty for anything else.
    public static Optional<Vendored> parse(String uses) {
      Matcher matcher = PINNED.matcher(uses);
      if (!matcher.matches() || (matcher.group(2) + "/").contains("/../")) {
        return Optional.empty();
      }
      return Optional.of(
          new Vendored(
              matcher.group(1).toLowerCase(Locale.ROOT),
              matcher.group(2).isEmpty() ? "" : matcher.group(2).substring(1),
              matcher.group(3).toLowerCase(Locale.ROOT),
              uses));
    }

    /// `owner/repo@sha`, under which the fleet keeps the repository's files.
    public String pinned() {
      return repository + "@" + sha;
    }
  }

  /// An action in a folder of the workspace.
  ///
  /// @param path from the workspace on, begins with `./` or `../`
  record Local(String path) implements ActionReference {
    @Override
    public String text() {
      return path;
    }
  }
}
