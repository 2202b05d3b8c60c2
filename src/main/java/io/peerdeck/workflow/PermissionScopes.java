package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The scopes of `permissions` with the levels each may have.
final class PermissionScopes {
  static final Map<String, List<String>> LEVELS;

  static {
    Map<String, List<String>> levels = new LinkedHashMap<>();
    String[] scopes = {
      "actions", "artifact-metadata", "attestations", "checks", "code-quality", "contents",
          "deployments", "discussions",
      "drives", "issues", "packages", "pages", "pull-requests", "repository-projects",
          "security-events", "statuses"
    };
    for (String scope : scopes) {
      levels.put(scope, List.of("read", "write", "none"));
    }
    levels.put("id-token", List.of("write", "none"));
    levels.put("copilot-requests", List.of("write", "none"));
    levels.put("models", List.of("read", "none"));
    levels.put("vulnerability-alerts", List.of("read", "none"));
    LEVELS = Ordered.copyOf(levels);
  }

  private PermissionScopes() {}
}
