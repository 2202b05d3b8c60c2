package io.peerdeck.node;

import java.time.Instant;
import java.util.List;

/// A stretch of a task's log.
///
/// @param attempt the attempt it belongs to; when it grows, start again at byte 0
/// @param next the byte to go on from
/// @param end true when the log is complete and `next` is its end
public record LogChunk(int attempt, List<Line> lines, long next, boolean end) {
  /// One line.
  ///
  /// @param step number of the step, 0 for the job itself
  /// @param stream `out`, `err` or `peerdeck` for what the runner says
  public record Line(Instant time, int step, String stream, String text) {}
}
