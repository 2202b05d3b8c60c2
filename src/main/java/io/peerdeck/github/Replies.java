package io.peerdeck.github;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What GitHub's replies mean to a cache.
final class Replies {
  private static final List<String> KEPT =
      List.of(
          "content-type",
          "link",
          "last-modified",
          "x-github-media-type",
          "x-github-api-version-selected",
          "deprecation",
          "sunset");
  private static final Set<String> OF_ERRORS =
      Set.of("retry-after", "location", "www-authenticate", "x-github-sso");

  private Replies() {}

  /// The headers that belong to the answer rather than to who asked and when.
  static Map<String, String> kept(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> KEPT.contains(header.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// The headers of an answer that is handed on once and not kept.
  static Map<String, String> handedOn(Map<String, String> headers) {
    return headers.entrySet().stream()
        .filter(header -> KEPT.contains(header.getKey()) || OF_ERRORS.contains(header.getKey()))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// Whether nothing is said about the question itself: GitHub is in trouble, or a limit reached.
  static boolean isTrouble(Upstream.Reply reply) {
    return reply.status() >= 500
        || reply.status() == 429
        || (reply.status() == 403
            && (reply.headers().containsKey("retry-after")
                || "0".equals(reply.headers().get("x-ratelimit-remaining"))));
  }

  /// Whether the thing is not there for whoever asked.
  static boolean isRefusal(Upstream.Reply reply) {
    return switch (reply.status()) {
      case 401, 403, 404, 410, 451 -> true;
      default -> false;
    };
  }

  static boolean mayKeep(Upstream.Reply reply) {
    return reply.status() == 200
        && !reply.headers().getOrDefault("cache-control", "").contains("no-store");
  }
}
