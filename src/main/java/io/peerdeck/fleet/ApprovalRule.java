package io.peerdeck.fleet;

import java.util.Locale;
import java.util.Optional;

/// When a trusted peer's jobs wait for a yes of this machine's operator.
public enum ApprovalRule {
  /// Never: trust is enough.
  NEVER,
  /// The first time that peer's jobs would run here.
  FIRST,
  /// Each time its workflow file or its workspace snapshot is another than those approved.
  CHANGE;

  /// The name in the database and in views: lower case.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The rule of that name.
  public static Optional<ApprovalRule> of(String text) {
    for (ApprovalRule rule : values()) {
      if (rule.text().equals(text)) {
        return Optional.of(rule);
      }
    }
    return Optional.empty();
  }
}
