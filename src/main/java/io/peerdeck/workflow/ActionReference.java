package io.peerdeck.workflow;

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
