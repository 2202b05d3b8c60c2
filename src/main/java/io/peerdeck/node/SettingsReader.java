package io.peerdeck.node;

import java.io.StringReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/// The values of a settings file, `key: value` each. Whatever is wrong is a [NodeException] that
/// names the file and the line; what reads a value throws one that says what the value is not.
final class SettingsReader {
  private final Path file;
  private final Map<String, Node> values = new HashMap<>();

  /// @param known the keys there are
  SettingsReader(Path file, String text, List<String> known) {
    this.file = file;
    Node root;
    try {
      LoaderOptions options = new LoaderOptions();
      options.setMaxAliasesForCollections(0);
      root = new Yaml(new SafeConstructor(options)).compose(new StringReader(text));
    } catch (YAMLException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, file + " is not YAML: " + e.getMessage(), e);
    }
    if (root == null) {
      return;
    }
    if (!(root instanceof MappingNode mapping)) {
      throw wrong(root, "settings are written as `key: value`.");
    }
    for (NodeTuple pair : mapping.getValue()) {
      Node keyNode = pair.getKeyNode();
      String key = keyNode instanceof ScalarNode scalar ? scalar.getValue() : "?";
      if (!known.contains(key)) {
        throw wrong(keyNode, "`" + key + "` is not a setting: " + String.join(", ", known) + ".");
      }
      if (values.put(key, pair.getValueNode()) != null) {
        throw wrong(keyNode, "`" + key + "` is set twice.");
      }
    }
  }

  /// A value that cannot be read.
  static NodeException unreadable(String message) {
    return new NodeException(NodeException.Reason.INVALID, message);
  }

  /// The same.
  static NodeException unreadable(String message, Exception cause) {
    return new NodeException(NodeException.Reason.INVALID, message, cause);
  }

  /// The keys that are set.
  Set<String> keys() {
    return Set.copyOf(values.keySet());
  }

  Optional<String> text(String key) {
    return one(key, Function.identity());
  }

  <T> Optional<T> one(String key, Function<String, T> read) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(read(scalar, read));
    }
    throw wrong(node, "`" + key + "` takes one value.");
  }

  Optional<List<String>> texts(String key) {
    return many(key, Function.identity());
  }

  <T> Optional<List<T>> many(String key, Function<String, T> read) {
    Node node = values.get(key);
    if (node == null) {
      return Optional.empty();
    }
    if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return Optional.of(List.of(read(scalar, read)));
    }
    if (node instanceof SequenceNode list
        && list.getValue().stream().allMatch(ScalarNode.class::isInstance)) {
      return Optional.of(
          list.getValue().stream().map(item -> read((ScalarNode) item, read)).toList());
    }
    throw wrong(node, "`" + key + "` takes a list of texts.");
  }

  boolean flag(String key, boolean otherwise) {
    return one(key, text -> onOff(key, text)).orElse(otherwise);
  }

  int number(String key, int least, int most, int otherwise) {
    return one(key, text -> number(key, text, least, most)).orElse(otherwise);
  }

  /// For [#one] and [#many]: the text itself, once it was checked.
  static Function<String, String> checked(Consumer<String> check) {
    return text -> {
      check.accept(text);
      return text;
    };
  }

  private <T> T read(ScalarNode node, Function<String, T> read) {
    try {
      return read.apply(node.getValue());
    } catch (NodeException e) {
      throw new NodeException(e.reason(), at(node) + e.getMessage(), e);
    }
  }

  private static boolean onOff(String key, String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "on", "true", "yes" -> true;
      case "off", "false", "no" -> false;
      default -> throw unreadable("`" + key + "` is on or off.");
    };
  }

  private static int number(String key, String text, int least, int most) {
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, together with the bounds
    }
    throw unreadable("`" + key + "` is a whole number from " + least + " to " + most + ".");
  }

  private NodeException wrong(Node node, String message) {
    return unreadable(at(node) + message);
  }

  private String at(Node node) {
    return file + ":" + (node.getStartMark().getLine() + 1) + ": ";
  }
}
