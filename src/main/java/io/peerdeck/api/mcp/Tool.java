package io.peerdeck.api.mcp;

import io.modelcontextprotocol.spec.McpSchema;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// One tool: what it is called, takes and answers, what it does to the node, and its doing.
///
/// @param about for the assistant, in a few sentences
record Tool(
    String name,
    String title,
    String about,
    Map<String, Object> input,
    Map<String, Object> output,
    Effect effect,
    Function<Arguments, ToolAnswer> call) {
  /// What calling it does, in the protocol's hints.
  enum Effect {
    /// Changes nothing.
    READ(true, false, true),
    /// Adds something each time.
    ADD(false, false, false),
    /// Adds something once.
    SET(false, false, true),
    /// Ends or changes something each time.
    CHANGE(false, true, false),
    /// Takes something away once.
    REMOVE(false, true, true);

    private final boolean readOnly;
    private final boolean destructive;
    private final boolean idempotent;

    Effect(boolean readOnly, boolean destructive, boolean idempotent) {
      this.readOnly = readOnly;
      this.destructive = destructive;
      this.idempotent = idempotent;
    }
  }

  boolean writes() {
    return !effect.readOnly;
  }

  Set<String> arguments() {
    return input.get("properties") instanceof Map<?, ?> properties
        ? properties.keySet().stream()
            .map(Object::toString)
            .collect(java.util.stream.Collectors.toUnmodifiableSet())
        : Set.of();
  }

  McpSchema.Tool described() {
    return McpSchema.Tool.builder(name, input)
        .title(title)
        .description(about)
        .outputSchema(output)
        .annotations(
            McpSchema.ToolAnnotations.builder()
                .title(title)
                .readOnlyHint(effect.readOnly)
                .destructiveHint(effect.destructive)
                .idempotentHint(effect.idempotent)
                .openWorldHint(false)
                .build())
        .build();
  }
}
