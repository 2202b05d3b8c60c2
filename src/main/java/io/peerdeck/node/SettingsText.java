package io.peerdeck.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// Changes one key in the text of `config.yaml` and leaves all else as the person wrote it: other
/// lines, their order, comments, also the one behind the value where it stands on one line.
final class SettingsText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9/][A-Za-z0-9_./-]*");

  private SettingsText() {}

  /// The text with this value of a key, or without the key.
  ///
  /// @param value YAML on one line, as [#scalar] and [#list] write it
  static String with(String text, String key, Optional<String> value) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    Optional<NodeTuple> pair = pair(text, key);
    if (pair.isPresent()) {
      replace(lines, pair.get(), key, value);
    } else {
      value.ifPresent(set -> lines.add(placeFor(lines, key), key + ": " + set));
    }
    return String.join("\n", lines) + "\n";
  }

  private static Optional<NodeTuple> pair(String text, String key) {
    Node root =
        new Yaml(new SafeConstructor(new LoaderOptions())).compose(new java.io.StringReader(text));
    if (root == null) {
      return Optional.empty();
    }
    if (!(root instanceof MappingNode mapping)
        || mapping.getFlowStyle() == org.yaml.snakeyaml.DumperOptions.FlowStyle.FLOW) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "config.yaml is written in braces: change it by hand, or write each setting on a line of"
              + " its own.");
    }
    return mapping.getValue().stream()
        .filter(pair -> pair.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key))
        .findFirst();
  }

  private static void replace(
      List<String> lines, NodeTuple pair, String key, Optional<String> value) {
    Mark start = pair.getKeyNode().getStartMark();
    Mark from = pair.getValueNode().getStartMark();
    Mark to = pair.getValueNode().getEndMark();
    boolean oneLine = from.getLine() == start.getLine() && to.getLine() == start.getLine();
    int first = start.getLine();
    if (oneLine && value.isPresent()) {
      String line = lines.get(first);
      String head = line.substring(0, from.getColumn());
      lines.set(first, head + value.get() + line.substring(to.getColumn()));
      return;
    }
    // A block ends where the next token begins; blank lines and comments before that are not its.
    int last =
        oneLine
            ? first
            : Math.min(lines.size(), to.getColumn() == 0 ? to.getLine() : to.getLine() + 1) - 1;
    while (last > first && (lines.get(last).isBlank() || lines.get(last).startsWith("#"))) {
      last--;
    }
    lines.subList(first, last + 1).clear();
    value.ifPresent(set -> lines.add(first, key + ": " + set));
  }

  /// Behind the commented line that shows the key, else at the end.
  private static int placeFor(List<String> lines, String key) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).matches("#\\s*" + Pattern.quote(key) + ":.*")) {
        return i + 1;
      }
    }
    return lines.size();
  }

  /// A value as YAML.
  static String scalar(String value) {
    return PLAIN.matcher(value).matches() ? value : quoted(value);
  }

  /// A list as YAML on one line.
  static String list(List<String> items) {
    return "[" + String.join(", ", items.stream().map(SettingsText::scalar).toList()) + "]";
  }

  private static String quoted(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (c < 0x20) {
        out.append(String.format("\\x%02x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.append('"').toString();
  }
}
