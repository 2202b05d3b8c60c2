package io.peerdeck.api.metrics;

import io.peerdeck.node.CacheView;
import io.peerdeck.node.GitHubView;
import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.function.ToLongFunction;

/// Where reads were answered from, and what is left of GitHub's budgets. Tokens have the names
/// people see, which tell nothing of them.
final class CacheMetrics {
  private CacheMetrics() {}

  private record Read(String cache, String from, long reads) {}

  private record Mode(String mode, ToLongFunction<GitHubView.Counters> count) {}

  static void add(Families families, List<CacheView> caches, GitHubView gitHub) {
    List<CacheView> working =
        caches.stream().filter(cache -> cache.configured().isEmpty()).toList();
    families.counters(
        "peerdeck_cache_reads",
        "Reads, by who answered them.",
        working.stream()
            .flatMap(
                cache ->
                    cache.kinds().stream()
                        .map(kind -> new Read(cache.id(), kind.kind(), kind.reads())))
            .toList(),
        read -> Labels.of("cache", read.cache(), "from", read.from()),
        Read::reads);
    families.gauges(
        "peerdeck_cache_size",
        "How much a cache keeps, in its unit.",
        working,
        cache -> Labels.of("cache", cache.id(), "unit", cache.unit()),
        CacheView::size);
    if (gitHub.off().isEmpty()) {
      gitHub(families, gitHub);
    }
  }

  private static void gitHub(Families families, GitHubView gitHub) {
    GitHubView.Counters total = gitHub.total();
    families.counters(
        "peerdeck_github_reads",
        "Reads of GitHub's API, by how they were answered.",
        List.of(
            new Mode("local_hit", GitHubView.Counters::localHits),
            new Mode("peer_hit", GitHubView.Counters::peerHits),
            new Mode("revalidated", GitHubView.Counters::revalidated),
            new Mode("miss", GitHubView.Counters::misses),
            new Mode("stale", GitHubView.Counters::stale),
            new Mode("bypass", GitHubView.Counters::bypassed)),
        mode -> Labels.of("mode", mode.mode()),
        mode -> mode.count().applyAsLong(total));
    families.counter("peerdeck_github_calls", "Calls sent to GitHub.", total.calls());
    families.counter(
        "peerdeck_github_counted_calls", "Those of them that GitHub counts.", total.counted());
    families.counter("peerdeck_github_errors", "Calls that failed.", total.errors());
    families.gauges(
        "peerdeck_github_budget_remaining",
        "Calls left until the reset, as GitHub last said.",
        gitHub.budgets(),
        CacheMetrics::labels,
        GitHubView.Budget::remaining);
    families.gauges(
        "peerdeck_github_budget_limit",
        "Calls GitHub allows between two resets.",
        gitHub.budgets(),
        CacheMetrics::labels,
        GitHubView.Budget::limit);
    families.gauges(
        "peerdeck_github_budget_reset_seconds",
        "When the budget begins anew, as Unix time.",
        gitHub.budgets(),
        CacheMetrics::labels,
        budget -> budget.reset().getEpochSecond());
  }

  private static Labels labels(GitHubView.Budget budget) {
    return Labels.of("token", budget.token(), "resource", budget.resource());
  }
}
