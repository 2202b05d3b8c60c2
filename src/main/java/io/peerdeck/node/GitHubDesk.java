package io.peerdeck.node;

import io.peerdeck.github.ApiAnswer;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.CacheMode;
import io.peerdeck.github.CacheStatistics;
import io.peerdeck.github.CacheTally;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.Partition;
import io.peerdeck.github.ReadWish;
import io.peerdeck.github.ResponseCache;
import io.peerdeck.github.TrustRung;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// GitHub's API as callers of the node see it: what was spent and spared, what is kept, and reading
/// by hand.
final class GitHubDesk {
  static final String OFF =
      "GitHub's answers are not kept: set `github: on` on the Settings screen or in config.yaml and"
          + " start this node again; tools then find GitHub's API at http://127.0.0.1:8898.";
  private static final int SHORT = 8;

  private final Supplier<Optional<GitHubAccess>> access;
  private final PeerNames names;
  private final InstantSource wall;

  GitHubDesk(Supplier<Optional<GitHubAccess>> access, PeerNames names, InstantSource wall) {
    this.access = access;
    this.names = names;
    this.wall = wall;
  }

  GitHubView view() {
    return access.get().map(this::view).orElseGet(() -> GitHubView.off(OFF));
  }

  private GitHubView view(GitHubAccess open) {
    CacheStatistics now = open.cache().statistics();
    return new GitHubView(
        open.settings().cache().on() ? Optional.empty() : Optional.of(OFF),
        open.proxy(),
        open.trouble(),
        open.settings().api().toString(),
        open.tokenPlace(),
        open.limits().budgets().stream()
            .map(
                budget ->
                    new GitHubView.Budget(
                        name(open, budget.partition()),
                        budget.resource(),
                        budget.limit(),
                        budget.remaining(),
                        budget.reset(),
                        budget.pausedUntil()))
            .toList(),
        counters("total", now.total()),
        lines(now.operations(), operation -> operation.text()),
        lines(now.tokens(), partition -> name(open, partition)));
  }

  private static <K> List<GitHubView.Counters> lines(
      Map<K, CacheTally> tallies, Function<K, String> name) {
    return tallies.entrySet().stream()
        .filter(entry -> isUsed(entry.getValue()))
        .map(entry -> counters(name.apply(entry.getKey()), entry.getValue()))
        .sorted(Comparator.comparing(GitHubView.Counters::reads).reversed())
        .toList();
  }

  private static boolean isUsed(CacheTally tally) {
    return tally.reads() + tally.errors() + tally.calls() > 0;
  }

  private static String name(GitHubAccess open, Partition partition) {
    String name =
        partition.isPublic()
            ? "public"
            : partition.name().substring(0, Math.min(SHORT, partition.name().length()));
    return open.isOwn(partition) ? name + " (this node's)" : name;
  }

  private static GitHubView.Counters counters(String name, CacheTally tally) {
    return new GitHubView.Counters(
        name,
        tally.reads(),
        tally.of(CacheMode.LOCAL_HIT),
        tally.of(CacheMode.PEER_HIT),
        tally.of(CacheMode.REVALIDATED),
        tally.of(CacheMode.MISS),
        tally.of(CacheMode.STALE),
        tally.of(CacheMode.BYPASS),
        tally.expired(),
        tally.evicted(),
        tally.errors(),
        tally.calls(),
        tally.counted(),
        tally.saved(),
        tally.bytes(),
        tally.hitRate());
  }

  /// Reads by this node's own token, or without one.
  GitHubAnswerView read(String path, Optional<Duration> freshFor, boolean own) {
    GitHubAccess open =
        access.get().orElseThrow(() -> new NodeException(NodeException.Reason.REFUSED, OFF));
    ReadWish wish = own ? ReadWish.usual().own() : ReadWish.usual();
    try {
      ApiAnswer answer =
          open.cache().get(ApiRead.of(path), open.token(), freshFor.map(wish::within).orElse(wish));
      return new GitHubAnswerView(
          answer.status(),
          answer.mode().text(),
          answer.rung().name(),
          answer.fetched(),
          answer.headers(),
          new String(answer.body().bytes(), StandardCharsets.UTF_8));
    } catch (GitHubException e) {
      throw new NodeException(
          e.reason() == GitHubException.Reason.INVALID
              ? NodeException.Reason.INVALID
              : NodeException.Reason.REFUSED,
          "GitHub was not asked: " + e.getMessage() + ".",
          e);
    }
  }

  /// What is kept in memory, what would be dropped last first.
  List<CacheEntryView> entries(int limit) {
    return access.get().stream()
        .flatMap(open -> open.cache().kept(limit).stream().map(kept -> view(open, kept)))
        .toList();
  }

  private CacheEntryView view(GitHubAccess open, ResponseCache.Kept kept) {
    String eyes =
        kept.partition().isPublic() ? "everybody" : "token " + name(open, kept.partition());
    boolean fresh = wall.instant().isBefore(kept.freshUntil());
    return new CacheEntryView(
        kept.read().target() + " · " + kept.read().accept() + " · " + eyes,
        Optional.of(kept.read().target()),
        kept.bytes(),
        false,
        (fresh ? "Fresh until " : "Asked again when read; old since ")
            + kept.freshUntil().truncatedTo(ChronoUnit.SECONDS)
            + ".",
        kept.rung()
            + (kept.rung() == TrustRung.T2
                ? ": this node had it from GitHub"
                : ": brought by " + kept.from().map(names::name).orElse("a member"))
            + ", for "
            + eyes
            + ".");
  }

  /// The cache's counters as one of the node's caches.
  static CacheView cache(Optional<GitHubAccess> access) {
    String name = "GitHub responses";
    if (access.filter(open -> open.settings().cache().on()).isEmpty()) {
      return new CacheView("github", name, 0, 0, List.of(), 0, 0, "bytes", Optional.of(OFF));
    }
    CacheStatistics now = access.get().cache().statistics();
    CacheTally total = now.total();
    long hits = total.of(CacheMode.LOCAL_HIT);
    return new CacheView(
        "github",
        name,
        hits,
        total.reads() - hits,
        List.of(
            new CacheView.Kind("memory", hits),
            new CacheView.Kind("peer", total.of(CacheMode.PEER_HIT)),
            new CacheView.Kind("confirmed", total.of(CacheMode.REVALIDATED)),
            new CacheView.Kind("github", total.of(CacheMode.MISS)),
            new CacheView.Kind("stale", total.of(CacheMode.STALE)),
            new CacheView.Kind("passed", total.of(CacheMode.BYPASS))),
        now.keptBytes(),
        now.capacityBytes(),
        "bytes",
        Optional.empty());
  }
}
