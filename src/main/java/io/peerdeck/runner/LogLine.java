package io.peerdeck.runner;

import java.util.Locale;

/// One line of a job's log, masks applied, without its line end.
///
/// @param seq 0, 1, 2 … within the job
/// @param time Unix milliseconds when the runner read it
/// @param step number of the step, from 1; 0 for what belongs to the job as a whole
/// @param stream where the line came from
/// @param level what the line is; workflow commands such as `::error::` set it
/// @param text the line, at most 64 KiB of UTF-8 ([#MAX_BYTES]); longer ones arrive as several
///     lines
public record LogLine(long seq, long time, int step, Stream stream, Level level, String text) {
  /// The most UTF-8 bytes in one line.
  public static final int MAX_BYTES = 64 * 1024;

  /// Where a line came from: the process's standard output, its standard error, or Peerdeck itself.
  public enum Stream {
    OUT,
    ERR,
    PEERDECK;

    /// The name in files and on the wire.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a line is: plain output, a fold mark, or an annotation.
  public enum Level {
    PLAIN,
    GROUP,
    ENDGROUP,
    DEBUG,
    NOTICE,
    WARNING,
    ERROR;

    /// The name in files and on the wire.
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
