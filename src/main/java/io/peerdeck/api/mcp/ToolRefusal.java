package io.peerdeck.api.mcp;

import java.util.Map;

/// A tool that does not do what it was asked, with the reason for the assistant.
final class ToolRefusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final transient Map<String, Object> fields;

  ToolRefusal(String why) {
    this(why, Map.of());
  }

  /// @param fields told beside the reason
  ToolRefusal(String why, Map<String, Object> fields) {
    super(why);
    this.fields = fields;
  }

  Map<String, Object> fields() {
    return fields;
  }
}
