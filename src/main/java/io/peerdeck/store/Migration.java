package io.peerdeck.store;

import java.util.List;

/// One step of the file's layout: `statements` take a file of version `version - 1` to `version`.
/// Applied in one transaction together with `PRAGMA user_version`.
public record Migration(int version, List<String> statements) {
  public Migration {
    if (version < 1) {
      throw new IllegalArgumentException("a migration's version starts at 1, not " + version);
    }
    statements = List.copyOf(statements);
  }
}
