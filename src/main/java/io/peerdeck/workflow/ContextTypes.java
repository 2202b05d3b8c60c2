package io.peerdeck.workflow;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the contexts hold that no workflow file declares.
/// ([contexts](https://docs.github.com/actions/reference/contexts-reference))
final class ContextTypes {
  private static final String[] GITHUB = {
    "action",
    "action_path",
    "action_ref",
    "action_repository",
    "actor",
    "actor_id",
    "api_url",
    "base_ref",
    "env",
    "event_name",
    "event_path",
    "graphql_url",
    "head_ref",
    "job",
    "path",
    "ref",
    "ref_name",
    "ref_type",
    "repository",
    "repository_id",
    "repository_owner",
    "repository_owner_id",
    "repositoryurl",
    "retention_days",
    "run_attempt",
    "run_id",
    "run_number",
    "secret_source",
    "server_url",
    "sha",
    "token",
    "triggering_actor",
    "workflow",
    "workflow_ref",
    "workflow_sha",
    "workspace"
  };

  private ContextTypes() {}

  /// The contexts by name, to be added to.
  ///
  /// @param dispatched the inputs of `workflow_dispatch`, in lower case
  static Map<String, StaticType> of(Set<String> dispatched) {
    Map<String, StaticType> contexts = new HashMap<>();
    contexts.put("github", github(dispatched));
    contexts.put("env", StaticType.texts());
    contexts.put("vars", StaticType.texts());
    contexts.put("runner", open(StaticType.texts("name", "os", "arch", "temp", "tool_cache")));
    contexts.put("job", job());
    contexts.put(
        "strategy",
        StaticType.of(
            Map.of(
                "fail-fast",
                StaticType.Plain.BOOLEAN,
                "job-index",
                StaticType.Plain.NUMBER,
                "job-total",
                StaticType.Plain.NUMBER,
                "max-parallel",
                StaticType.Plain.NUMBER)));
    return contexts;
  }

  private static StaticType github(Set<String> dispatched) {
    StaticType given =
        dispatched.isEmpty()
            ? StaticType.open()
            : StaticType.of(StaticType.texts(dispatched.toArray(String[]::new)));
    Map<String, StaticType> members = StaticType.texts(GITHUB);
    members.put("ref_protected", StaticType.Plain.BOOLEAN);
    members.put("event", open(Map.of("inputs", given)));
    return open(members);
  }

  private static StaticType job() {
    Map<String, StaticType> members = StaticType.texts("status");
    members.put("container", StaticType.of(StaticType.texts("id", "network")));
    StaticType service =
        StaticType.of(
            Map.of(
                "id",
                StaticType.Plain.TEXT,
                "network",
                StaticType.Plain.TEXT,
                "ports",
                StaticType.Any.ANY));
    members.put("services", new StaticType.Members(Map.of(), Optional.of(service)));
    return open(members);
  }

  private static StaticType open(Map<String, StaticType> members) {
    return new StaticType.Members(members, true);
  }
}
