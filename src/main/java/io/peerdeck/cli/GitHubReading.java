package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `peerdeck gh api` and `gh status`: GitHub by hand, through the node's cache.
final class GitHubReading {
  private static final int MOST_PAGES = 100;
  private static final Pattern NEXT =
      Pattern.compile("<https?://[^/>]+(?:/api/v3)?(/[^>]*)>; rel=\"next\"");

  private final CommonOptions common;
  private final Optional<Integer> fresh;
  private final boolean own;
  private final boolean include;
  private final boolean paginate;

  GitHubReading(
      CommonOptions common,
      Optional<Integer> fresh,
      boolean own,
      boolean include,
      boolean paginate) {
    this.common = common;
    this.fresh = fresh;
    this.own = own;
    this.include = include;
    this.paginate = paginate;
  }

  /// @return 0 for an answer below 400
  int print(String path) {
    int[] status = {0};
    int failure =
        common.answer(
            client -> {
              JsonNode last = common.json() ? read(client, path) : pages(client, path);
              status[0] = last.path("status").asInt();
              return last;
            },
            answer -> {});
    return failure != 0 ? failure : status[0] >= 400 ? 1 : 0;
  }

  private JsonNode pages(ApiClient client, String path) {
    List<String> asked = new ArrayList<>();
    JsonNode answer = read(client, path);
    show(answer);
    Optional<String> next = next(answer);
    while (paginate && next.isPresent() && asked.size() < MOST_PAGES) {
      asked.add(next.get());
      answer = read(client, next.get());
      show(answer);
      next = next(answer).filter(page -> !asked.contains(page));
    }
    return answer;
  }

  private JsonNode read(ApiClient client, String path) {
    Map<String, String> query = new HashMap<>(Map.of("path", path, "own", Boolean.toString(own)));
    fresh.ifPresent(seconds -> query.put("fresh", Integer.toString(seconds)));
    return client.get("github/read", query);
  }

  private static Optional<String> next(JsonNode answer) {
    Matcher link = NEXT.matcher(answer.path("headers").path("link").asText());
    return link.find() ? Optional.of(link.group(1)) : Optional.empty();
  }

  private void show(JsonNode answer) {
    if (include) {
      common
          .out()
          .printf(
              "%d%nx-peerdeck-cache: %s%nx-peerdeck-trust: %s%nfetched: %s%n",
              answer.path("status").asInt(),
              answer.path("mode").asText(),
              answer.path("trust").asText(),
              answer.path("fetched").asText());
      answer
          .path("headers")
          .properties()
          .forEach(
              header -> common.out().println(header.getKey() + ": " + header.getValue().asText()));
      common.out().println();
    }
    common.out().println(answer.path("body").asText());
  }

  static void status(CommonOptions common, JsonNode view) {
    String off = view.path("off").asText("");
    if (!view.path("off").isNull() && !off.isEmpty()) {
      common.out().println(off);
    }
    if (view.path("api").asText().isEmpty()) {
      return;
    }
    common.out().println("GitHub   " + view.path("api").asText());
    common
        .out()
        .println(
            "Proxy    "
                + (view.path("proxy").isNull()
                    ? "not listening" + colon(view.path("trouble").asText())
                    : view.path("proxy").asText()));
    if (!view.path("proxy").isNull() && !view.path("trouble").asText().isEmpty()) {
      common.out().println("Trouble  " + view.path("trouble").asText());
    }
    common.out().println("Token    " + view.path("token").asText("none"));
    TextTable budgets = new TextTable("TOKEN", "BUDGET", "LEFT", "OF", "RESET", "PAUSED UNTIL");
    for (JsonNode budget : view.path("budgets")) {
      budgets.row(
          budget.path("token").asText(),
          budget.path("resource").asText(),
          budget.path("remaining").asText(),
          budget.path("limit").asText(),
          budget.path("reset").asText(),
          budget.path("pausedUntil").asText("").replace("null", ""));
    }
    budgets.print(common);
    TextTable counters =
        new TextTable(
            "READS OF", "ALL", "LOCAL", "PEER", "CONFIRMED", "FETCHED", "STALE", "ERRORS", "SAVED");
    row(counters, view.path("total"));
    view.path("operations").forEach(operation -> row(counters, operation));
    view.path("tokens").forEach(token -> row(counters, token));
    counters.print(common);
  }

  private static String colon(String text) {
    return text.isEmpty() ? "" : ": " + text;
  }

  private static void row(TextTable table, JsonNode line) {
    table.row(
        line.path("name").asText(),
        line.path("reads").asText(),
        line.path("localHits").asText(),
        line.path("peerHits").asText(),
        line.path("revalidated").asText(),
        line.path("misses").asText(),
        line.path("stale").asText(),
        line.path("errors").asText(),
        line.path("saved").asText());
  }
}
