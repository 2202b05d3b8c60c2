package io.peerdeck.node;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.SubmittedEvent;
import io.peerdeck.workflow.Value;
import java.util.LinkedHashMap;
import java.util.Map;

/// What GitHub documents of the `github` context, as far as it is true of a submission
/// ([contexts](https://docs.github.com/actions/reference/contexts-reference)). The addresses are
/// those of the site its repository is at. Not there, and so empty: `actor_id`, `repository_id` and
/// `repository_owner_id`, numbers that GitHub alone gives; `retention_days`, as artifacts stay
/// until they are removed; `token` is refused at submit. What a step alone knows (`action…`, `env`,
/// `path`) the runner adds.
///
/// @param title of the workflow
/// @param file its name
/// @param inputs of the submission by hand, defaults filled in, which are part of the event
/// @param run the run's id
/// @param number which of its workflow's runs it is
/// @param attempt how often it was run, as a number in words
record GitHubContext(
    String title,
    String file,
    SubmittedEvent happened,
    Revision revision,
    Map<String, String> inputs,
    PeerId submitter,
    String run,
    String number,
    String attempt) {
  Value.Obj value() {
    Map<String, Value> github = new LinkedHashMap<>(happened.github(revision, inputs));
    github.put("workflow", Value.of(title));
    github.put("run_id", Value.of(run));
    github.put("run_number", Value.of(number));
    github.put("run_attempt", Value.of(attempt));
    github.put("server_url", Value.of("https://github.com"));
    github.put("api_url", Value.of("https://api.github.com"));
    github.put("graphql_url", Value.of("https://api.github.com/graphql"));
    github.put("ref_protected", Value.of(false));
    github.put("workflow_sha", Value.of(revision.sha()));
    if (!revision.repository().isEmpty()) {
      github.put("repositoryUrl", Value.of("git://github.com/" + revision.repository() + ".git"));
      github.put(
          "workflow_ref",
          Value.of(
              "%s/.github/workflows/%s@%s".formatted(revision.repository(), file, revision.ref())));
    }
    github.put("actor", Value.of(submitter.toString()));
    github.put("triggering_actor", Value.of(submitter.toString()));
    return new Value.Obj(github);
  }

  /// The inputs of an event: what was given, and the defaults of the rest.
  static Map<String, String> texts(Value.Obj inputs, Map<String, String> given) {
    Map<String, String> texts = new LinkedHashMap<>();
    inputs.members().forEach((name, value) -> texts.put(name, value.text()));
    texts.putAll(given);
    return texts;
  }
}
