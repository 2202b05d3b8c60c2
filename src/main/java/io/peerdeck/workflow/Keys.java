package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The keys one mapping of the language may have.
///
/// @param known those read here
/// @param unsupported those of the language that a peer does not offer, each with what to do
/// instead
record Keys(List<String> known, Map<String, String> unsupported) {

  Keys {
    known = List.copyOf(known);
    unsupported = Map.copyOf(unsupported);
  }

  static Keys of(String... known) {
    return new Keys(List.of(known), Map.of());
  }

  Keys unsupported(String key, String instead) {
    Map<String, String> more = new LinkedHashMap<>(unsupported);
    more.put(key, instead);
    return new Keys(known, more);
  }

  /// A mapping's values by key; keys that are not known are reported.
  Values in(YamlNode.Mapping mapping, Findings findings) {
    Map<String, YamlNode.Entry> values = new LinkedHashMap<>();
    for (YamlNode.Entry entry : mapping.entries()) {
      String key = entry.name();
      String instead = unsupported.get(key);
      if (known.contains(key)) {
        values.put(key, entry);
      } else if (instead != null) {
        findings.unsupported(
            entry.key().at(), "'" + key + "' is not offered on a peer yet: " + instead);
      } else {
        List<String> all = new ArrayList<>(known);
        all.addAll(unsupported.keySet());
        findings.unexpected(entry.key().at(), key, all);
      }
    }
    return new Values(mapping, values, findings);
  }

  /// The values of one mapping.
  record Values(YamlNode.Mapping mapping, Map<String, YamlNode.Entry> entries, Findings findings) {

    Position at() {
      return mapping.at();
    }

    Optional<YamlNode> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(YamlNode.Entry::value);
    }

    Optional<YamlNode.Scalar> scalar(String key) {
      return get(key).flatMap(node -> node.scalar(findings));
    }

    /// A value that must be there; its absence is reported.
    Optional<YamlNode> required(String key) {
      if (!entries.containsKey(key)) {
        findings.error(at(), "Required property is missing: " + key);
      }
      return get(key);
    }
  }
}
