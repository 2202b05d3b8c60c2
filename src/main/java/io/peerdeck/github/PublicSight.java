package io.peerdeck.github;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// What is known of who may see what: which repositories were seen without a token lately, which
/// were not, and which questions have other answers for different eyes.
final class PublicSight {
  /// After this, a repository is looked at once more without a token before a 304 to a token is
  /// taken for everybody's. Within it only bytes the public did get are told on, since a 200 is
  /// checked each time; what shows too long is that they still hold. Four looks an hour are a
  /// fifteenth of what GitHub gives an address without a token.
  static final Duration SEEN = Duration.ofMinutes(15);

  /// For this long a question that the public was refused is not asked for it again.
  static final Duration HIDDEN = Duration.ofMinutes(10);

  private static final int MOST = 10_000;

  private final InstantSource wall;
  private final Cache<String, Instant> seen = Caffeine.newBuilder().maximumSize(MOST).build();
  private final Cache<String, Instant> hidden = Caffeine.newBuilder().maximumSize(MOST).build();
  private final Cache<ApiRead, Instant> parted = Caffeine.newBuilder().maximumSize(MOST).build();

  PublicSight(InstantSource wall) {
    this.wall = wall;
  }

  /// The repository a question is about, `owner/name` in lower case; the whole path for another.
  static String subject(ApiRead read) {
    String[] path = PathPattern.segments(read.path());
    return path.length > 3 && path[1].equals("repos")
        ? (path[2] + "/" + path[3]).toLowerCase(java.util.Locale.ROOT)
        : read.path();
  }

  void saw(ApiRead read) {
    seen.put(subject(read), wall.instant());
    hidden.invalidate(subject(read));
  }

  void refused(ApiRead read) {
    hidden.put(subject(read), wall.instant());
    seen.invalidate(subject(read));
  }

  /// Token callers and the public see different things there.
  void parts(ApiRead read) {
    parted.put(read, wall.instant());
  }

  boolean isHidden(ApiRead read) {
    return within(hidden.getIfPresent(subject(read)), HIDDEN);
  }

  boolean isParted(ApiRead read) {
    return within(parted.getIfPresent(read), HIDDEN);
  }

  boolean seenLately(ApiRead read) {
    return within(seen.getIfPresent(subject(read)), SEEN);
  }

  private boolean within(@org.jspecify.annotations.Nullable Instant at, Duration time) {
    return Optional.ofNullable(at).filter(t -> wall.instant().isBefore(t.plus(time))).isPresent();
  }

  void clear() {
    seen.invalidateAll();
    hidden.invalidateAll();
    parted.invalidateAll();
  }
}
