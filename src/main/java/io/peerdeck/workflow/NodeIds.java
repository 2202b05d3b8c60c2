package io.peerdeck.workflow;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The ids of one scope: those the file gives, checked, and those made for steps without one.
final class NodeIds {
  private static final int MAX_LENGTH = 100;
  private static final int MAX_ATTEMPTS = 1_000;

  private final Set<String> taken = new HashSet<>();

  /// Takes an id of the file.
  ///
  /// @return what is wrong with it, in GitHub's words
  Optional<String> take(String id) {
    if (!Identifiers.isValid(id)) {
      return Optional.of(Identifiers.refusal(id));
    }
    if (id.startsWith("__")) {
      return Optional.of(
          "The identifier '" + id + "' is invalid. IDs starting with '__' are reserved.");
    }
    return taken.add(id.toLowerCase(Locale.ROOT))
        ? Optional.empty()
        : Optional.of(
            "The identifier '" + id + "' may not be used more than once within the same scope.");
  }

  /// An id for a step without one: `__run`, `__actions_checkout`, with a number from the second on.
  String made(String from) {
    String base = ("__" + from).replaceAll("[^A-Za-z0-9_-]", "_");
    for (int attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
      String suffix = attempt == 1 ? "" : "_" + attempt;
      String id = base.substring(0, Math.min(base.length(), MAX_LENGTH - suffix.length())) + suffix;
      if (taken.add(id.toLowerCase(Locale.ROOT))) {
        return id;
      }
    }
    throw new WorkflowException("A job may have at most " + MAX_ATTEMPTS + " steps of one kind");
  }
}
