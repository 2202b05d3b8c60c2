package io.peerdeck.workflow;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One event of `on`.
///
/// @param event the event's name, such as `push`
/// @param filters the event's lists by key, such as `types`, `branches`, `paths-ignore`, `cron`
public record Trigger(String event, Map<String, List<String>> filters, Position position) {
  private static final List<String> USUAL_OF_PULL_REQUEST =
      List.of("opened", "synchronize", "reopened");

  public Trigger {
    filters = Ordered.copyOf(filters);
  }

  /// Why an event does not start the workflow by this trigger; empty if it does.
  ///
  /// Branch and tag filters ask for one of their kind: with `branches` alone no tag starts it, and
  /// the other way round. Path filters hold besides, for branches.
  ///
  /// @throws WorkflowException if a filter has a pattern that is none
  public Optional<String> refusal(SubmittedEvent happened) {
    if (!event.equals(happened.name())) {
      return Optional.of("it is for " + event + ", not " + happened.name());
    }
    Optional<String> ofType = type(happened.type());
    if (ofType.isPresent()) {
      return ofType;
    }
    boolean branches = has("branches");
    boolean tags = has("tags");
    if (happened.branch().isEmpty() && happened.tag().isEmpty() && (branches || tags)) {
      return Optional.of(
          happened.isPullRequest()
              ? "it asks for the branch of the pull request, and no base was named"
              : "it asks for a branch or tag, and none was named or is checked out");
    }
    if (happened.tag().isPresent()) {
      if (tags) {
        return refs("tags", happened.tag().get());
      }
      return branches
          ? Optional.of("it names branches only, and a tag was pushed")
          : Optional.empty();
    }
    if (happened.branch().isPresent()) {
      if (branches) {
        Optional<String> refusal = refs("branches", happened.branch().get());
        if (refusal.isPresent()) {
          return refusal;
        }
      } else if (tags) {
        return Optional.of("it names tags only, and a branch was pushed");
      }
    }
    return paths(happened.paths());
  }

  /// Where no type is listed, a pull request's usual ones count and any of another event.
  private Optional<String> type(String type) {
    List<String> wanted =
        filters.getOrDefault(
            "types", event.startsWith("pull_request") ? USUAL_OF_PULL_REQUEST : List.of());
    boolean fits = type.isEmpty() || wanted.isEmpty() || wanted.contains(type);
    return fits
        ? Optional.empty()
        : Optional.of("'" + type + "' is none of its types: " + String.join(", ", wanted));
  }

  /// The event with its filters, for people: `push (branches: main, dev; paths: src/**)`.
  public String text() {
    return filters.isEmpty()
        ? event
        : event
            + filters.entrySet().stream()
                .map(filter -> filter.getKey() + ": " + String.join(", ", filter.getValue()))
                .collect(Collectors.joining("; ", " (", ")"));
  }

  /// Whether changed files decide.
  public boolean asksForPaths() {
    return has("paths");
  }

  private boolean has(String key) {
    return filters.containsKey(key) || filters.containsKey(key + "-ignore");
  }

  private GlobFilter filter(String key) {
    return GlobFilter.of(filters.getOrDefault(key, List.of()));
  }

  private Optional<String> refs(String key, String name) {
    if (!filter(key).includesAny(List.of(name))) {
      return Optional.of(
          "'" + name + "' is none of its " + key + ": " + String.join(", ", list(key)));
    }
    return filter(key + "-ignore").ignoresAll(List.of(name))
        ? Optional.of("'" + name + "' is among its " + key + "-ignore")
        : Optional.empty();
  }

  private Optional<String> paths(List<String> changed) {
    if (changed.isEmpty()) {
      return Optional.empty(); // nothing is known of what changed
    }
    if (!filter("paths").includesAny(changed)) {
      return Optional.of("no changed file is among its paths: " + String.join(", ", list("paths")));
    }
    return filter("paths-ignore").ignoresAll(changed)
        ? Optional.of("all changed files are among its paths-ignore")
        : Optional.empty();
  }

  private List<String> list(String key) {
    return filters.getOrDefault(key, List.of());
  }
}
