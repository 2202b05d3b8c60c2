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
      "true",
      "sparse-checkout",
      "",
      "sparse-checkout-cone-mode",
      "true",
      "submodules",
      "false",
      "lfs",
      "false",
      "filter",
      "",
      "token",
      "",
      "ssh-key",
      ""),
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
      "false"),
  /// Restores files of an earlier job of the same submitter, and saves them after this one.
  CACHE(
      "actions/cache",
      "path",
      "",
      "key",
      "",
      "restore-keys",
      "",
      "upload-chunk-size",
      "",
      "enablecrossosarchive",
      "false",
      "fail-on-cache-miss",
      "false",
      "lookup-only",
      "false",
      "save-always",
      "false"),
  /// The first half of it.
  CACHE_RESTORE(
      "actions/cache/restore",
      "path",
      "",
      "key",
      "",
      "restore-keys",
      "",
      "enablecrossosarchive",
      "false",
      "fail-on-cache-miss",
      "false",
      "lookup-only",
      "false"),
  /// The second half of it.
  CACHE_SAVE(
      "actions/cache/save",
      "path",
      "",
      "key",
      "",
      "upload-chunk-size",
      "",
      "enablecrossosarchive",
      "false"),
  /// Finds the machine's node.
  SETUP_NODE(
      "actions/setup-node",
      "node-version",
      "",
      "node-version-file",
      "",
      "architecture",
      "",
      "check-latest",
      "false",
      "always-auth",
      "false",
      "package-manager-cache",
      "",
      "cache",
      "",
      "cache-dependency-path",
      ""),
  /// Finds the machine's Python.
  SETUP_PYTHON(
      "actions/setup-python",
      "python-version",
      "",
      "python-version-file",
      "",
      "architecture",
      "",
      "check-latest",
      "false",
      "update-environment",
      "true",
      "allow-prereleases",
      "false",
      "cache",
      "",
      "cache-dependency-path",
      ""),
  /// Finds a JDK of the machine.
  SETUP_JAVA(
      "actions/setup-java",
      "java-version",
      "",
      "java-version-file",
      "",
      "distribution",
      "",
      "java-package",
      "jdk",
      "architecture",
      "",
      "check-latest",
      "false",
      "cache",
      "",
      "cache-dependency-path",
      ""),
  /// Finds the machine's Go.
  SETUP_GO(
      "actions/setup-go",
      "go-version",
      "",
      "go-version-file",
      "",
      "architecture",
      "",
      "check-latest",
      "false",
      "cache",
      "",
      "cache-dependency-path",
      ""),
  /// Finds the machine's .NET.
  SETUP_DOTNET(
      "actions/setup-dotnet",
      "dotnet-version",
      "",
      "dotnet-version-file",
      "",
      "dotnet-quality",
      "",
      "cache",
      "",
      "cache-dependency-path",
      ""),
  /// Finds the machine's Ruby.
  SETUP_RUBY(
      "ruby/setup-ruby",
      "ruby-version",
      "",
      "ruby-version-file",
      "",
      "bundler-cache",
      "false",
      "cache",
      "");

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
