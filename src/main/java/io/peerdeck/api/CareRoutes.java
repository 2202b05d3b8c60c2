package io.peerdeck.api;

import io.peerdeck.node.Node;
import io.peerdeck.node.SettingView;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The paths below `/api/v1/` about the node itself: what it keeps, moves and saw, and how it is
/// set.
final class CareRoutes {
  private static final Map<String, Boolean> DONE = Map.of("ok", true);
  private static final int EVENTS = 100;
  private static final int LINES = 200;
  private static final int MAX_LINES = 10_000;
  private static final int MAX_AGE_SECONDS = 7 * 86_400;

  private final Node node;
  private final DiscoveryRoutes discovery;

  CareRoutes(Node node) {
    this.node = node;
    this.discovery = new DiscoveryRoutes(node);
  }

  /// The answer; empty for a path that is not one of these.
  Optional<Object> answer(Request request) {
    List<String> path = request.path();
    return switch (path.isEmpty() ? "" : path.getFirst()) {
      case "discovery" -> Optional.of(discovery.discovery(request));
      case "github" -> Optional.of(gitHub(request));
      case "watch" ->
          Optional.of(
              request.method().equals("POST")
                  ? Routes.only(request, "POST", 1, node::lookAtGitHub)
                  : Routes.only(request, "GET", 1, node::watched));
      case "earlier-answers" ->
          Optional.of(
              Routes.only(
                  request,
                  "POST",
                  1,
                  () ->
                      node.earlierAnswers(
                          Path.of(Json.requiredText(request.body(), "folder")),
                          Json.flag(request.body(), "ask"))));
      case "caches" -> Optional.of(caches(request));
      case "stats" ->
          Optional.of(Routes.only(request, "GET", 1, () -> Map.of("network", node.network())));
      case "transfers" -> Optional.of(transfers(request));
      case "settings" -> Optional.of(settings(request));
      case "events" ->
          Optional.of(
              Routes.only(
                  request,
                  "GET",
                  1,
                  () -> node.events((int) request.number("limit", EVENTS, 1, 1000))));
      case "disk" ->
          Optional.of(
              Routes.only(
                  request,
                  "GET",
                  1,
                  () ->
                      node.disk()
                          .orElseThrow(
                              () -> new ApiException(503, "The disk is being measured."))));
      case "log" ->
          Optional.of(
              Routes.only(
                  request,
                  "GET",
                  1,
                  () -> node.nodeLog((int) request.number("lines", LINES, 1, MAX_LINES))));
      case "diagnostics" ->
          Optional.of(
              Routes.only(
                  request,
                  "POST",
                  1,
                  () -> {
                    node.writeDiagnostics(Routes.path(Json.requiredText(request.body(), "file")));
                    return DONE;
                  }));
      default -> Optional.empty();
    };
  }

  private Object gitHub(Request request) {
    if (request.path().size() == 2 && request.path().get(1).equals("read")) {
      String path =
          request
              .parameter("path")
              .orElseThrow(() -> new ApiException(400, "`path` is missing: /repos/owner/name."));
      Optional<Duration> freshFor =
          request
              .parameter("fresh")
              .map(said -> Duration.ofSeconds(request.number("fresh", 0, 0, MAX_AGE_SECONDS)));
      boolean own = request.parameter("own").filter("true"::equals).isPresent();
      return Routes.only(request, "GET", 2, () -> node.gitHub(path, freshFor, own));
    }
    return Routes.only(request, "GET", 1, node::gitHub);
  }

  private Object caches(Request request) {
    List<String> path = request.path();
    if (path.size() == 2 && path.get(1).equals("history")) {
      return Routes.only(request, "GET", 2, node::cacheHistory);
    }
    if (path.size() == 3 && path.get(2).equals("entries")) {
      return Routes.only(
          request,
          "GET",
          3,
          () -> node.cacheEntries(path.get(1), (int) request.number("limit", EVENTS, 1, 1000)));
    }
    if (path.size() == 3 && path.get(2).equals("pin")) {
      return Routes.only(request, "POST", 3, () -> done(() -> pin(request, true)));
    }
    if (path.size() == 3 && path.get(2).equals("unpin")) {
      return Routes.only(request, "POST", 3, () -> done(() -> pin(request, false)));
    }
    if (path.size() == 3 && path.get(2).equals("clear")) {
      return Routes.only(request, "POST", 3, () -> done(() -> node.clearCache(path.get(1))));
    }
    return Routes.only(request, "GET", 1, node::caches);
  }

  private void pin(Request request, boolean on) {
    node.pinCached(request.path().get(1), Json.requiredText(request.body(), "key"), on);
  }

  private Object transfers(Request request) {
    List<String> path = request.path();
    if (path.size() == 3 && path.get(2).equals("cancel")) {
      return Routes.only(request, "POST", 3, () -> done(() -> node.cancelTransfer(path.get(1))));
    }
    if (path.size() == 3 && path.get(2).equals("retry")) {
      return Routes.only(request, "POST", 3, () -> done(() -> node.retryTransfer(path.get(1))));
    }
    return Routes.only(request, "GET", 1, node::transfers);
  }

  private Object settings(Request request) {
    List<String> path = request.path();
    if (path.size() == 1) {
      return Routes.only(request, "GET", 1, node::settings);
    }
    String key = path.get(1);
    if (path.size() == 3 && path.get(2).equals("check")) {
      return Routes.only(
          request,
          "POST",
          3,
          () ->
              Map.of(
                  "problem", node.checkSetting(key, Json.requiredText(request.body(), "value"))));
    }
    if (request.method().equals("POST")) {
      return Routes.only(
          request,
          "POST",
          2,
          () -> node.changeSetting(key, Json.requiredText(request.body(), "value")));
    }
    return Routes.only(request, "GET", 2, () -> setting(key));
  }

  private SettingView setting(String key) {
    return node.settings().stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new ApiException(404, "There is no setting `" + key + "`."));
  }

  private static Object done(Runnable command) {
    command.run();
    return DONE;
  }
}
