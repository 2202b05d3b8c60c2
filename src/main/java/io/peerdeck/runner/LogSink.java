package io.peerdeck.runner;

import java.time.Instant;

/// Takes what a running job says, in order, from one thread. A sink that blocks slows the job's
/// processes down (their pipes fill), it never makes the runner hold lines in memory.
public interface LogSink {
  /// Takes one line.
  void line(LogLine line);

  /// Called when the job is quiet for the moment, so that buffered lines reach their readers.
  default void flush() {}

  /// A step begins.
  ///
  /// @param number from 1
  /// @param name as shown
  /// @param at by this machine's clock
  default void stepStarted(int number, String name, Instant at) {}

  /// A step ended, or was skipped.
  default void stepFinished(StepResult result) {}

  /// No step follows; what they left running is yet to be ended, within moments as a rule.
  default void stepsOver() {}
}
