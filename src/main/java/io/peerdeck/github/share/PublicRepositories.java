package io.peerdeck.github.share;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.github.ApiRead;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongSupplier;

/// Repositories that were seen to be public of late, by their answers. Questions about others are
/// told to nobody: that there is a private repository of some name is private too.
final class PublicRepositories {
  private static final int MOST = 10_000;
  private static final Duration BELIEVED = Duration.ofDays(1);

  private final Cache<String, Boolean> seen;

  PublicRepositories(LongSupplier nanos) {
    seen =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(BELIEVED)
            .ticker(nanos::getAsLong)
            .executor(Runnable::run)
            .build();
  }

  /// Notes that the public got this answered.
  void seen(ApiRead read) {
    seen.put(place(read), true);
  }

  /// Notes that the public gets it answered no longer.
  void gone(ApiRead read) {
    seen.invalidate(place(read));
  }

  boolean knows(ApiRead read) {
    return seen.getIfPresent(place(read)) != null;
  }

  /// `/repos/o/r`, or `/users/u`.
  private static String place(ApiRead read) {
    String[] parts = read.path().toLowerCase(Locale.ROOT).split("/", 5);
    int most = parts[1].equals("repos") ? 4 : 3;
    return String.join("/", Arrays.asList(parts).subList(0, Math.min(most, parts.length)));
  }
}
