package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The events GitHub knows, with their activity types and filters.
/// ([events](https://docs.github.com/actions/reference/events-that-trigger-workflows))
final class EventCatalog {

  /// @param filters keys besides `types`
  /// @param types the activity types; empty if the event has none
  record Event(Set<String> filters, List<String> types) {}

  private static final Map<String, Event> EVENTS = new LinkedHashMap<>();
  private static final Set<String> IGNORING = Set.of("create", "delete");
  private static final String PULL_REQUEST_FILTERS = "branches branches-ignore paths paths-ignore";
  private static final String PULL_REQUEST_TYPES =
      "assigned unassigned labeled unlabeled opened edited closed reopened synchronize"
          + " converted_to_draft locked unlocked enqueued dequeued milestoned demilestoned"
          + " ready_for_review review_requested review_request_removed auto_merge_enabled"
          + " auto_merge_disabled stacked";

  static {
    event("branch_protection_rule", "", "created edited deleted");
    event("check_run", "", "completed created rerequested requested_action");
    event("check_suite", "", "completed");
    event("create", "branches tags", "");
    event("delete", "branches tags", "");
    event("deployment", "", "");
    event("deployment_status", "", "");
    event(
        "discussion",
        "",
        "created edited deleted transferred pinned unpinned labeled unlabeled locked unlocked"
            + " category_changed answered unanswered");
    event("discussion_comment", "", "created edited deleted");
    event("fork", "", "");
    event("gollum", "", "");
    event("image_version", "names versions", "created ready deleted");
    event("issue_comment", "", "created edited deleted");
    event(
        "issues",
        "",
        "opened edited deleted transferred pinned unpinned closed reopened assigned unassigned"
            + " labeled unlabeled locked unlocked milestoned demilestoned field_added field_removed"
            + " typed untyped");
    event("label", "", "created edited deleted");
    event("merge_group", "branches branches-ignore", "checks_requested");
    event("milestone", "", "created closed opened edited deleted");
    event("page_build", "", "");
    event("project", "", "created closed reopened edited deleted");
    event("project_card", "", "created moved converted edited deleted");
    event("project_column", "", "created updated moved deleted");
    event("public", "", "");
    event("pull_request", PULL_REQUEST_FILTERS, PULL_REQUEST_TYPES);
    event("pull_request_comment", "", "created edited deleted");
    event("pull_request_review", "", "submitted edited dismissed");
    event("pull_request_review_comment", "", "created edited deleted");
    event("pull_request_target", PULL_REQUEST_FILTERS, PULL_REQUEST_TYPES);
    event("push", "branches branches-ignore tags tags-ignore paths paths-ignore", "");
    event("registry_package", "", "published updated");
    event("release", "", "published unpublished created edited deleted prereleased released");
    event("repository_dispatch", "", "");
    event("schedule", "", "");
    event("status", "", "");
    event("watch", "", "started");
    event("workflow_call", "", "");
    event("workflow_dispatch", "", "");
    event("workflow_run", "workflows branches branches-ignore", "requested completed in_progress");
  }

  private EventCatalog() {}

  private static void event(String name, String filters, String types) {
    EVENTS.put(name, new Event(words(filters), List.copyOf(words(types))));
  }

  private static Set<String> words(String text) {
    return text.isEmpty()
        ? Set.of()
        : Ordered.copyOf(new LinkedHashSet<>(List.of(text.split(" "))));
  }

  static Optional<Event> named(String name) {
    return Optional.ofNullable(EVENTS.get(name));
  }

  /// Whether GitHub takes an event's filters and does not ask them.
  static boolean ignoresFilters(String name) {
    return IGNORING.contains(name);
  }

  static Set<String> names() {
    return EVENTS.keySet();
  }
}
