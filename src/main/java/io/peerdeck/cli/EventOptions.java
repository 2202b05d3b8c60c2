package io.peerdeck.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that say what has happened, for the filters of a workflow's `on`.
final class EventOptions {
  @Option(
      names = "--event",
      paramLabel = "NAME",
      description =
          "what has happened, such as push: the filters of `on` decide whether the workflow starts;"
              + " without it is submitted by hand")
  private @Nullable String event;

  @Option(
      names = "--ref",
      description = "refs/heads/BRANCH or refs/tags/TAG of the event; else what is checked out")
  private @Nullable String ref;

  @Option(names = "--base", description = "the branch a pull request is for")
  private @Nullable String base;

  @Option(names = "--type", description = "the event's activity, such as opened")
  private @Nullable String type;

  @Option(
      names = "--changed",
      paramLabel = "PATH",
      split = ",",
      description = "files the event changed, for the paths of `on`")
  private List<String> changed = List.of();

  void addTo(Map<String, Object> body) {
    put(body, "event", event);
    put(body, "ref", ref);
    put(body, "base", base);
    put(body, "type", type);
    if (!changed.isEmpty()) {
      body.put("paths", changed);
    }
  }

  private static void put(Map<String, Object> body, String key, @Nullable String value) {
    if (value != null) {
      body.put(key, value);
    }
  }
}
