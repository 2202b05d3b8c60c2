package io.peerdeck.workflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The actions the runner brings itself, with the inputs it honours and their defaults.
public enum BuiltInAction {
  /// Puts the submission's workspace snapshot into the workspace.
  CHECKOUT(
      "actions/checkout",
      "path",
      "",
      "clean",
      "true",
      "fetch-depth",
      "1",
      "fetch-tags",
      "false",
      "persist-credentials",
      "true",
      "set-safe-directory",
      "true",
      "show-progress",
      "true"),
  /// Stores files of the workspace in the content store, under a name of the run.
  UPLOAD_ARTIFACT(
      "actions/upload-artifact",
      "name",
      "artifact",
      "path",
      "",
      "if-no-files-found",
      "warn",
      "retention-days",
      "",
      "compression-level",
      "6",
      "overwrite",
      "false",
      "include-hidden-files",
      "false"),
  /// Brings artifacts of the same run into the workspace.
  DOWNLOAD_ARTIFACT(
      "actions/download-artifact",
      "name",
      "",
      "path",
      "",
      "pattern",
      "",
      "merge-multiple",
      "false");

  private final String reference;
  private final Map<String, String> inputs;

  BuiltInAction(String reference, String... inputs) {
    this.reference = reference;
    Map<String, String> defaults = new LinkedHashMap<>();
    for (int i = 0; i < inputs.length; i += 2) {
      defaults.put(inputs[i], inputs[i + 1]);
    }
    this.inputs = Ordered.copyOf(defaults);
  }

  /// The action as `uses` names it, without version.
  public String reference() {
    return reference;
  }

  /// Input names with their defaults; an empty default means none.
  public Map<String, String> inputs() {
    return inputs;
  }

  static Optional<BuiltInAction> named(String reference) {
    return Arrays.stream(values())
        .filter(action -> action.reference.equalsIgnoreCase(reference))
        .findFirst();
  }
}
