package io.peerdeck.api.mcp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What came of a tool: fields for programs and the same for readers.
///
/// @param fields of the structured content, `success` among them
/// @param said by this node itself
/// @param others text that others wrote, shown apart from that; empty for none
/// @param untrusted fields with such text
record ToolAnswer(
    Map<String, Object> fields, String said, List<String> others, List<String> untrusted) {
  boolean success() {
    return Boolean.TRUE.equals(fields.get("success"));
  }

  /// All of it is this node's own.
  static ToolAnswer of(Map<String, Object> fields, String said) {
    return of(fields, said, List.of(), List.of());
  }

  static ToolAnswer of(
      Map<String, Object> fields, String said, List<String> others, List<String> untrusted) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("success", true);
    all.putAll(fields);
    if (!untrusted.isEmpty()) {
      all.put("untrusted", untrusted);
    }
    return new ToolAnswer(all, said, others, untrusted);
  }

  static ToolAnswer failed(String why, Map<String, Object> fields) {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("success", false);
    all.put("error", Untrusted.clean(why));
    all.putAll(fields);
    return new ToolAnswer(all, Untrusted.clean(why), List.of(), List.of());
  }
}
