package io.peerdeck.workflow;

import java.util.List;
import java.util.Map;

/// One event of `on`.
///
/// @param event the event's name, such as `push`
/// @param filters the event's lists by key, such as `types`, `branches`, `paths-ignore`, `cron`;
/// shown to people
public record Trigger(String event, Map<String, List<String>> filters, Position position) {

  public Trigger {
    filters = Ordered.copyOf(filters);
  }
}
