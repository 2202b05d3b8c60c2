package io.peerdeck.api.mcp;

import static io.peerdeck.api.mcp.Schema.flag;
import static io.peerdeck.api.mcp.Schema.list;
import static io.peerdeck.api.mcp.Schema.number;
import static io.peerdeck.api.mcp.Schema.object;
import static io.peerdeck.api.mcp.Schema.result;
import static io.peerdeck.api.mcp.Schema.text;
import static io.peerdeck.api.mcp.Schema.whole;

import io.peerdeck.node.GitHubView;
import io.peerdeck.node.Node;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tools about GitHub's answers, kept here and shared.
final class GitHubTools {
  private final Node node;

  GitHubTools(Node node) {
    this.node = node;
  }

  List<Tool> all() {
    return List.of(
        new Tool(
            "get_github_cache_stats",
            "GitHub's answers",
            "What keeping and sharing GitHub's answers saved, and what is left of its limits.",
            object(),
            result(
                flag("on"),
                text("reason"),
                text("proxy").orNull(),
                text("api"),
                whole("reads"),
                whole("local_hits"),
                whole("peer_hits"),
                whole("revalidated"),
                whole("misses"),
                whole("stale"),
                whole("errors"),
                whole("calls"),
                whole("saved"),
                whole("bytes"),
                number("hit_rate"),
                list(
                    "budgets",
                    object(
                        text("token"),
                        text("resource"),
                        whole("limit"),
                        whole("remaining"),
                        text("reset")))),
            Tool.Effect.READ,
            arguments -> gitHub()));
  }

  private ToolAnswer gitHub() {
    GitHubView view = node.gitHub();
    GitHubView.Counters total = view.total();
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("on", view.off().isEmpty());
    fields.put("reason", view.off().orElse(view.trouble()));
    fields.put("proxy", view.proxy().orElse(null));
    fields.put("api", view.api());
    fields.put("reads", total.reads());
    fields.put("local_hits", total.localHits());
    fields.put("peer_hits", total.peerHits());
    fields.put("revalidated", total.revalidated());
    fields.put("misses", total.misses());
    fields.put("stale", total.stale());
    fields.put("errors", total.errors());
    fields.put("calls", total.calls());
    fields.put("saved", total.saved());
    fields.put("bytes", total.bytes());
    fields.put("hit_rate", total.hitRate());
    fields.put("budgets", view.budgets().stream().map(GitHubTools::of).toList());
    return ToolAnswer.of(
        fields,
        view.off()
            .orElseGet(
                () ->
                    "%d reads, %d calls to GitHub, %d spared."
                        .formatted(total.reads(), total.calls(), total.saved())));
  }

  private static Map<String, Object> of(GitHubView.Budget budget) {
    return Map.of(
        "token", budget.token(),
        "resource", budget.resource(),
        "limit", budget.limit(),
        "remaining", budget.remaining(),
        "reset", budget.reset().toString());
  }
}
