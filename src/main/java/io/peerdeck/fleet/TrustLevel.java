package io.peerdeck.fleet;

import java.util.Locale;
import java.util.Optional;

/// How far this machine trusts a peer whose jobs it could run.
public enum TrustLevel {
  /// Its jobs are declined.
  NONE,
  /// Its jobs run in a sandbox only.
  SANDBOXED,
  /// Its jobs run with this user's rights where there is no sandbox.
  HOST;

  /// The name in the database and in views: lower case.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The level of that name.
  public static Optional<TrustLevel> of(String text) {
    for (TrustLevel level : values()) {
      if (level.text().equals(text)) {
        return Optional.of(level);
      }
    }
    return Optional.empty();
  }
}
