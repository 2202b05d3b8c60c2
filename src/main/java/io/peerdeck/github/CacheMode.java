package io.peerdeck.github;

import java.util.Locale;

/// How an answer came about.
public enum CacheMode {
  /// From this machine, within its freshness; nobody was asked.
  LOCAL_HIT,
  /// From this machine, confirmed by a 304 just now.
  REVALIDATED,
  /// From another member of the fleet.
  PEER_HIT,
  /// Fetched from GitHub.
  MISS,
  /// Older than its freshness, since GitHub could not be asked.
  STALE,
  /// Passed through; nothing was looked up or kept.
  BYPASS;

  /// As the header `X-Peerdeck-Cache` says it: `local-hit`.
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
