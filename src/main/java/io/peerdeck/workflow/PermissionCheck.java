package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Checks that a called workflow asks for no more permissions than its caller allows it.
final class PermissionCheck {
  /// The scopes in the order GitHub names them.
  private static final List<String> SCOPES =
      List.of(
          "actions",
          "artifact-metadata",
          "attestations",
          "checks",
          "contents",
          "deployments",
          "discussions",
          "issues",
          "packages",
          "pages",
          "pull-requests",
          "repository-projects",
          "statuses",
          "security-events",
          "id-token",
          "models");

  private static final Set<String> ASKED_BY_NAME =
      Set.of("artifact-metadata", "attestations", "models");

  /// What `read-all` and `write-all` are spelt out to where they are asked for.
  static final Set<String> ALL =
      SCOPES.stream()
          .filter(scope -> !ASKED_BY_NAME.contains(scope))
          .collect(Collectors.toUnmodifiableSet());

  private static final List<String> LEVELS = List.of("none", "read", "write");

  private final Findings findings;
  private final Optional<String> policy;

  /// @param policy what a caller allows that says nothing: `LimitedRead` or `Write`; empty where
  /// there is no token that permissions could bind
  PermissionCheck(Findings findings, Optional<String> policy) {
    this.findings = findings;
    this.policy = policy;
  }

  /// The permissions a mapping states, or what is inherited.
  Optional<Map<String, String>> of(Token.Members mapping, Optional<Map<String, String>> inherited) {
    return mapping.get("permissions").map(PermissionCheck::levels).or(() -> inherited);
  }

  /// Checks the permissions of a called workflow and its jobs.
  ///
  /// @return those its own calls inherit
  Optional<Map<String, String>> check(
      JobTemplate job,
      Token.Literal ref,
      Optional<Map<String, String>> inherited,
      WorkflowTemplate called) {
    Optional<Map<String, String>> stated = of(job.keys(), inherited);
    Optional<Map<String, String>> allowed = stated.or(() -> policy.map(PermissionCheck::byPolicy));
    if (allowed.isEmpty()) {
      return stated;
    }
    String calling = "Error calling workflow '" + ref.text() + "'. ";
    compare(job, calling + "The workflow '" + ref.text() + "' is", called.root(), allowed.get());
    for (JobTemplate nested : called.jobs()) {
      compare(
          job,
          calling + "The nested job '" + nested.title() + "' is",
          nested.keys(),
          allowed.get());
    }
    return of(called.root(), stated);
  }

  private void compare(
      JobTemplate job, String who, Token.Members asking, Map<String, String> allowed) {
    Map<String, String> requested =
        asking.get("permissions").map(PermissionCheck::requested).orElse(Map.of());
    List<String> asked = new ArrayList<>();
    List<String> given = new ArrayList<>();
    for (String scope : SCOPES) {
      String wanted = requested.getOrDefault(scope, "none");
      String most = allowed.getOrDefault(scope, "none");
      if (LEVELS.indexOf(wanted) > LEVELS.indexOf(most)) {
        asked.add(scope + ": " + wanted);
        given.add(scope + ": " + most);
      }
    }
    if (!asked.isEmpty()) {
      findings.github(
          job.id().at(),
          job.id().at(),
          "%s requesting '%s', but is only allowed '%s'."
              .formatted(who, String.join(", ", asked), String.join(", ", given)));
    }
  }

  private static Map<String, String> byPolicy(String policy) {
    return policy.equals("LimitedRead")
        ? Map.of("contents", "read", "packages", "read")
        : all("write");
  }

  private static Map<String, String> levels(Token permissions) {
    Map<String, String> levels = new LinkedHashMap<>();
    switch (permissions) {
      case Token.Literal shorthand -> levels.putAll(all(shorthand.text().replace("-all", "")));
      case Token.Members mapping ->
          mapping
              .members()
              .forEach(
                  member -> {
                    if (member.key() instanceof Token.Literal scope
                        && member.value() instanceof Token.Literal level) {
                      levels.put(scope.text(), level.text());
                    }
                  });
      default -> {}
    }
    return levels;
  }

  private static Map<String, String> requested(Token permissions) {
    Map<String, String> levels = levels(permissions);
    if (permissions instanceof Token.Literal) {
      levels.keySet().retainAll(ALL);
    }
    return levels;
  }

  private static Map<String, String> all(String level) {
    Map<String, String> levels = new LinkedHashMap<>();
    SCOPES.forEach(scope -> levels.put(scope, level));
    if (level.equals("write")) {
      levels.put("models", "read");
    }
    return levels;
  }
}
