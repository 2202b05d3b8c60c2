package io.peerdeck.runner;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// The sandbox of this machine; tests that need it are skipped where there is none, and say so.
public final class BubblewrapOnPath {
  private BubblewrapOnPath() {}

  /// Finds it, or skips the test.
  public static Sandbox required(Path... hidden) {
    return required(ToolFolders.NONE, hidden);
  }

  /// The same with tools besides the system's.
  static Sandbox required(ToolFolders tools, Path... hidden) {
    final Sandbox.Found found = Sandbox.find(RunnerSetup.SYSTEM_PATH, List.of(hidden), tools);
    if (found.sandbox().isEmpty()) {
      System.out.println("SKIPPED: no sandbox with bubblewrap: " + found.reason());
      Assumptions.abort(found.reason());
    }
    return found.sandbox().orElseThrow();
  }
}
