package io.peerdeck.workflow;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/// What a scalar's text stands for: by YAML 1.2's core schema, or by the tag it carries.
final class ScalarTyping {
  /// Marks what carries no tag of its own, so that SnakeYAML's YAML 1.1 resolution stays out of it.
  static final Tag UNTAGGED = new Tag("tag:peerdeck,2026:untagged");

  private ScalarTyping() {}

  static Value typed(ScalarNode node, String value, Position at) {
    boolean plain = node.getScalarStyle() == ScalarStyle.PLAIN;
    try {
      if (node.getTag().equals(UNTAGGED)) {
        return plain ? CoreSchema.implicit(value) : Value.of(value);
      }
      String tag = node.getTag().getValue();
      if (!plain && !tag.equals(CoreSchema.TEXT)) {
        throw new UnreadableYaml(
            at,
            "The scalar style '%s' on line %d and column %d is not valid with the tag '%s'"
                .formatted(style(node), at.line(), at.column(), tag));
      }
      if (!CoreSchema.isKnown(tag)) {
        throw new UnreadableYaml(at, "Unexpected tag '" + tag + "'");
      }
      return CoreSchema.explicit(tag, value);
    } catch (CoreSchema.Unfit unfit) {
      throw new UnreadableYaml(
          at,
          "The value '%s' on line %d and column %d is invalid for the type '%s'"
              .formatted(value, at.line(), at.column(), unfit.tag()));
    }
  }

  private static String style(ScalarNode node) {
    return switch (node.getScalarStyle()) {
      case DOUBLE_QUOTED -> "DoubleQuoted";
      case SINGLE_QUOTED -> "SingleQuoted";
      case LITERAL -> "Literal";
      case FOLDED -> "Folded";
      default -> "Plain";
    };
  }
}
