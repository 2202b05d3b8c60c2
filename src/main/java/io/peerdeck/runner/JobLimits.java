package io.peerdeck.runner;

import java.time.Duration;

/// Bounds of one job.
///
/// @param logBytes bytes of log text kept; the rest is read and dropped, and the log says so
/// @param outputBytes bytes of all job outputs together; they travel in a signed entry of at most
///     64 KiB
/// @param summaryBytes bytes of all step summaries together
/// @param interrupt how long SIGINT may work before SIGTERM follows
/// @param terminate how long SIGTERM may work before the tree is killed
/// @param afterCancel how long steps with `if: always()` may take once the job was cancelled
/// @param lateOutput how long a step waits for output of children that outlive its own process
public record JobLimits(
    long logBytes,
    int outputBytes,
    int summaryBytes,
    Duration interrupt,
    Duration terminate,
    Duration afterCancel,
    Duration lateOutput) {
  /// GitHub's times; sizes that suit a peer.
  public static final JobLimits DEFAULT =
      new JobLimits(
          256L << 20,
          32 << 10,
          1 << 20,
          Duration.ofMillis(7_500),
          Duration.ofMillis(2_500),
          Duration.ofMinutes(5),
          Duration.ofSeconds(1));

  /// The same with other times for SIGINT and SIGTERM.
  public JobLimits withGrace(Duration forInterrupt, Duration forTerminate) {
    return new JobLimits(
        logBytes, outputBytes, summaryBytes, forInterrupt, forTerminate, afterCancel, lateOutput);
  }

  /// The same with another bound for the log.
  public JobLimits withLogBytes(long bytes) {
    return new JobLimits(
        bytes, outputBytes, summaryBytes, interrupt, terminate, afterCancel, lateOutput);
  }
}
