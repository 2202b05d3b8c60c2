package io.peerdeck.node;

import static io.peerdeck.node.SettingsReader.checked;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/// The part of `config.yaml` that is about AI assistants, who speak the Model Context Protocol.
///
/// @param folders folders whose workflow files they may read and submit, as written
/// @param write tools that change something and that they may call
record McpSettings(List<String> folders, List<String> write) {
  static final String FOLDERS = "mcp-folders";
  static final String WRITE = "mcp-write";
  static final List<String> KEYS = List.of(FOLDERS, WRITE);

  /// The tools that change something.
  static final List<String> WRITE_TOOLS =
      List.of(
          "submit_p2p_workflow",
          "assign_p2p_workflows",
          "update_p2p_workflow_status",
          "add_p2p_peer",
          "remove_p2p_peer");

  static final McpSettings DEFAULTS = new McpSettings(List.of(), List.of());

  /// The lines of a new settings file.
  static final String FIRST =
      """

      # Folders whose workflow files an AI assistant may read and submit by MCP; none at first.
      # mcp-folders: []

      # What an assistant may change, each by the name of its tool: submit_p2p_workflow,
      # assign_p2p_workflows, update_p2p_workflow_status, add_p2p_peer, remove_p2p_peer.
      # mcp-write: []
      """;

  McpSettings {
    folders = List.copyOf(folders);
    write = List.copyOf(write);
  }

  static McpSettings of(SettingsReader values) {
    return new McpSettings(
        values.many(FOLDERS, checked(McpSettings::checkFolder)).orElse(List.of()),
        values.many(WRITE, checked(McpSettings::checkTool)).orElse(List.of()));
  }

  private static void checkFolder(String text) {
    try {
      if (Path.of(text).isAbsolute()) {
        return;
      }
    } catch (InvalidPathException e) {
      throw new NodeException(NodeException.Reason.INVALID, noFolder(text), e);
    }
    throw new NodeException(NodeException.Reason.INVALID, noFolder(text));
  }

  private static String noFolder(String text) {
    return "`" + text + "` cannot be used for " + FOLDERS + ": write the whole path of a folder.";
  }

  private static void checkTool(String text) {
    if (!WRITE_TOOLS.contains(text)) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "`"
              + text
              + "` is no tool that changes something: "
              + String.join(", ", WRITE_TOOLS)
              + ".");
    }
  }
}
