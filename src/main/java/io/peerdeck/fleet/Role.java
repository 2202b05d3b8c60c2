package io.peerdeck.fleet;

import java.util.Locale;
import java.util.Optional;

/// What a member may write; a member has one or more.
public enum Role {
  /// Adds and removes members and gives roles.
  ADMIN,
  /// Submits runs and steers them.
  OPERATOR,
  /// Runs jobs.
  WORKER,
  /// Reads and stores, writes nothing but its own labels and addresses.
  OBSERVER;

  /// The name in entries: lower case.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role of that name, in entries' spelling.
  public static Optional<Role> of(String text) {
    for (Role role : values()) {
      if (role.text().equals(text)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
