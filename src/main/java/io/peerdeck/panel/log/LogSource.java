package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.TaskRef;
import java.time.Duration;
import java.util.function.Supplier;

/// Where one task's log is read from, by byte range. Never on the FX thread.
record LogSource(Supplier<Node> node, String runId, TaskRef task) {
  /// Read at once: shown within a pulse, parsed within milliseconds.
  static final int CHUNK = 256 * 1024;

  LogChunk read(long from, int bytes, Duration wait) {
    return node.get().log(runId, task, from, bytes, wait);
  }

  LogChunk read(long from) {
    return read(from, CHUNK, Duration.ZERO);
  }
}
