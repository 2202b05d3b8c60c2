package io.peerdeck.api;

import static io.peerdeck.api.Field.flag;
import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import io.peerdeck.node.CacheEntryView;
import io.peerdeck.node.CacheReading;
import io.peerdeck.node.CacheView;
import io.peerdeck.node.EarlierView;
import io.peerdeck.node.GitHubAnswerView;
import io.peerdeck.node.GitHubView;
import io.peerdeck.node.Node;
import io.peerdeck.node.TransferView;
import io.peerdeck.node.WatchView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Caches, transfers, and what GitHub answered.
final class CacheRoutes {
  private static final int ENTRIES = 100;
  private static final int MAX_ENTRIES = 1000;
  private static final int MAX_AGE_SECONDS = 7 * 86_400;

  private final Node node;

  CacheRoutes(Node node) {
    this.node = node;
  }

  List<Route> routes() {
    return List.of(
        get("caches", "Hit rates and sizes of the caches")
            .answers(CacheView.class, request -> node.caches()),
        get("caches/history", "The same over the last half hour")
            .answers(CacheReading.class, request -> node.cacheHistory()),
        get("caches/{id}/entries", "What a cache keeps in memory")
            .query(number("limit", "at most so many, 100 unless told, 1000 at most"))
            .answers(
                CacheEntryView.class,
                request ->
                    node.cacheEntries(
                        request.at("id"), (int) request.number("limit", ENTRIES, 1, MAX_ENTRIES))),
        post("caches/{id}/pin", "Keeps a thing in the memory of a cache")
            .body(text("key", "what to keep").needed())
            .does(request -> pin(request, true)),
        post("caches/{id}/unpin", "Lets it go")
            .body(text("key", "what to let go").needed())
            .does(request -> pin(request, false)),
        post("caches/{id}/clear", "Drops what a cache keeps in memory")
            .does(request -> node.clearCache(request.at("id"))),
        get("transfers", "Blobs moving now, and the last hundred that ended")
            .answers(TransferView.class, request -> node.transfers()),
        post("transfers/{id}/cancel", "Ends a running transfer")
            .does(request -> node.cancelTransfer(request.at("id"))),
        post("transfers/{id}/retry", "Moves the blob of a failed transfer once more")
            .does(request -> node.retryTransfer(request.at("id"))),
        get("github", "How this node stands with GitHub's API")
            .answer(GitHubView.class, request -> node.gitHub()),
        get("github/read", "Reads from GitHub's API, from what is kept where that is fresh")
            .query(
                text("path", "path and query, such as `/repos/owner/name`").needed(),
                number("fresh", "seconds the answer may be old"),
                flag("own", "only what GitHub told this node itself"))
            .answer(GitHubAnswerView.class, this::read),
        get("watch", "The watched repositories and the runs that wait there")
            .answer(WatchView.class, request -> node.watched()),
        post("watch", "Looks at them now").answer(WatchView.class, request -> node.lookAtGitHub()),
        post("earlier-answers", "Takes over what the earlier system kept of GitHub's answers")
            .body(text("folder", "absolute path").needed(), flag("ask", "ask GitHub the same now"))
            .answer(
                EarlierView.class,
                request ->
                    node.earlierAnswers(
                        request.body().requiredPath("folder"), request.body().flag("ask"))));
  }

  private void pin(Request request, boolean on) {
    node.pinCached(request.at("id"), request.body().requiredText("key"), on);
  }

  private GitHubAnswerView read(Request request) {
    String path =
        request
            .parameter("path")
            .orElseThrow(() -> new ApiException(400, "`path` is missing: /repos/owner/name."));
    Optional<Duration> freshFor =
        request
            .parameter("fresh")
            .map(said -> Duration.ofSeconds(request.number("fresh", 0, 0, MAX_AGE_SECONDS)));
    return node.gitHub(path, freshFor, request.flag("own"));
  }
}
