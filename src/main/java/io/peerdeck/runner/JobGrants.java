package io.peerdeck.runner;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// What this peer's operator grants one job.
///
/// @param isolation where its processes run
/// @param secrets the `secrets` context; every value is masked in the log
/// @param vars the `vars` context
public record JobGrants(
    Isolation isolation, Map<String, String> secrets, Map<String, String> vars) {
  /// Copies the maps.
  public JobGrants {
    secrets = Map.copyOf(new LinkedHashMap<>(secrets));
    vars = Map.copyOf(new LinkedHashMap<>(vars));
  }

  /// Whether steps shall say more: the variable or secret `ACTIONS_STEP_DEBUG` is true, as at
  /// GitHub.
  boolean isDebug() {
    return Stream.of(vars, secrets)
        .anyMatch(all -> all.getOrDefault("ACTIONS_STEP_DEBUG", "").equalsIgnoreCase("true"));
  }

  /// No secrets, no variables.
  public static JobGrants of(Isolation isolation) {
    return new JobGrants(isolation, Map.of(), Map.of());
  }
}
