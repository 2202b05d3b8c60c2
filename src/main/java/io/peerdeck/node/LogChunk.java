package io.peerdeck.node;

import java.time.Instant;
import java.util.List;

/// A stretch of a task's log. Bytes count the stored form, one JSON record per line, so they are
/// places to go on from and not lengths of text.
///
/// @param attempt the attempt it belongs to; when it grows, start again at byte 0
/// @param start the byte at which the first line begins: the one asked for, or the next at which a
///     line begins
/// @param next the byte to go on from
/// @param size bytes of the whole log so far; 0 while nothing of it is known
/// @param end true when the log is complete and `next` is its end
public record LogChunk(
    int attempt, List<Line> lines, long start, long next, long size, boolean end) {
  public LogChunk {
    lines = List.copyOf(lines);
  }

  /// One line.
  ///
  /// @param number its place in the whole log, from 0, without holes
  /// @param time when the runner read it, by the clock of the machine that ran it
  /// @param step number of the step, 0 for the job itself
  /// @param stream `out`, `err` or `peerdeck` for what the runner says
  /// @param level `plain`, `group` (a fold begins, the text is its title), `endgroup`, `debug`,
  ///     `notice`, `warning` or `error`
  public record Line(
      long number, Instant time, int step, String stream, String level, String text) {}
}
