package io.peerdeck.github;

import com.sun.net.httpserver.Headers;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A request to the proxy, as GitHub will hear it.
///
/// @param method as sent
/// @param prefix what stood before GitHub's own path: empty, or `/api/v3` of tools that insist
/// @param target path and query of GitHub's API
/// @param headers names in lower case, without what belongs to one connection
/// @param credential the caller's own
record ProxyRequest(
    String method,
    String prefix,
    String target,
    Map<String, String> headers,
    Credential credential) {
  private static final String PREFIX = "/api/v3";
  private static final Set<String> OF_CONNECTION =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authorization",
          "proxy-authenticate",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "host",
          "content-length",
          "expect",
          "cookie");
  private static final List<String> PAST_THE_CACHE =
      List.of("range", "x-github-otp", "x-http-method-override");
  private static final Set<String> UNCACHED = Set.of("/graphql", "/rate_limit");

  /// @throws GitHubException if it names no token, or a target that cannot be asked
  static ProxyRequest of(String method, URI uri, Headers sent) {
    String path = uri.getRawPath() == null ? "" : uri.getRawPath();
    String prefix = path.startsWith(PREFIX + "/") || path.equals("/api/graphql") ? PREFIX : "";
    String own =
        path.equals("/api/graphql")
            ? "/graphql"
            : path.substring(Math.min(prefix.length(), path.length()));
    String target = own + (uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    if (target.length() > ApiRead.MAX_TARGET || !own.startsWith("/") || own.startsWith("//")) {
      throw new GitHubException("This is no path of GitHub's API.");
    }
    Map<String, String> headers = new HashMap<>();
    sent.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!OF_CONNECTION.contains(lower)) {
            headers.put(lower, String.join(", ", values));
          }
        });
    return new ProxyRequest(
        method, prefix, target, headers, credential(headers.getOrDefault("authorization", "")));
  }

  private static Credential credential(String authorization) {
    String[] words = authorization.strip().split("\\s+");
    if (words.length == 2) {
      switch (words[0].toLowerCase(Locale.ROOT)) {
        case "bearer", "token" -> {
          return Credential.token(words[1]);
        }
        case "basic" -> {
          return Credential.token(password(words[1]));
        }
        default -> {} // refused below
      }
    }
    throw new GitHubException("Send the token you would send to GitHub: `Authorization: Bearer`.");
  }

  private static String password(String encoded) {
    try {
      String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      String password = pair.substring(pair.indexOf(':') + 1);
      return password.isEmpty() || password.equals("x-oauth-basic")
          ? pair.substring(0, Math.max(0, pair.indexOf(':')))
          : password;
    } catch (IllegalArgumentException e) {
      throw new GitHubException("`Authorization: Basic` is followed by base64.", e);
    }
  }

  String path() {
    return target.split("\\?", 2)[0];
  }

  /// Whether the cache may answer.
  boolean isRead() {
    return method.equals("GET")
        && !UNCACHED.contains(path())
        && PAST_THE_CACHE.stream().noneMatch(headers::containsKey);
  }

  /// Whether it asks the GraphQL API by a body, which says whether it writes.
  boolean isGraphQl() {
    return method.equals("POST") && path().equals("/graphql");
  }

  /// Whether GitHub counts it as a write; in GraphQL only mutations are.
  boolean isWrite() {
    return !Set.of("GET", "HEAD", "OPTIONS").contains(method) && !isGraphQl();
  }

  ApiRead read() {
    return new ApiRead(
        target,
        headers.getOrDefault("accept", ApiRead.JSON),
        headers.getOrDefault("x-github-api-version", ""));
  }

  ReadWish wish() {
    String control = headers.getOrDefault("cache-control", "").toLowerCase(Locale.ROOT);
    return control.contains("no-cache") || control.contains("max-age=0")
        ? ReadWish.usual().within(Duration.ZERO)
        : ReadWish.usual();
  }

  Optional<String> condition() {
    return Optional.ofNullable(headers.get("if-none-match"));
  }
}
