package io.peerdeck.runner;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/// When a job and its steps must end: cancelled from outside, over the job's time, over the step's
/// time. Belongs to the job's thread; only the token is shared.
final class JobDeadlines {
  /// Why something was ended by the runner.
  enum Cause {
    NONE,
    CANCELLED,
    JOB_TIMEOUT,
    STEP_TIMEOUT,
    STOPPED
  }

  private final CancelToken token;
  private final LongSupplier nanos;
  private final long jobDeadline;
  private final Duration afterCancel;
  private final BooleanSupplier broken;
  private Cause cause = Cause.NONE;
  private long cancelledAt;

  /// @param broken whether the job cannot go on for a reason of the runner's own
  JobDeadlines(
      CancelToken token,
      LongSupplier nanos,
      Duration jobTimeout,
      Duration afterCancel,
      BooleanSupplier broken) {
    this.token = token;
    this.nanos = nanos;
    this.jobDeadline = nanos.getAsLong() + jobTimeout.toNanos();
    this.afterCancel = afterCancel;
    this.broken = broken;
  }

  CancelToken token() {
    return token;
  }

  /// Why the job is being ended, as of now.
  Cause cause() {
    return cause(nanos.getAsLong());
  }

  private Cause cause(long now) {
    if (token.strength() == CancelToken.Strength.STOP || broken.getAsBoolean()) {
      cause = Cause.STOPPED;
    } else if (cause == Cause.NONE) {
      if (token.cancelled()) {
        cause = Cause.CANCELLED;
        cancelledAt = now;
      } else if (now - jobDeadline >= 0) {
        cause = Cause.JOB_TIMEOUT;
        cancelledAt = now;
      }
    }
    return cause;
  }

  /// The deadline of a step that begins now.
  ///
  /// @param around of the step whose action this one belongs to; its time ends this one's too
  /// @param timeout the step's own
  /// @param survivesCancel asked once when the job is cancelled: whether the step's `if` still
  ///     holds then
  StepDeadline step(
      Optional<Duration> timeout, BooleanSupplier survivesCancel, Optional<StepDeadline> around) {
    final long now = nanos.getAsLong();
    final Optional<Long> own = timeout.map(time -> now + time.toNanos());
    return new StepDeadline(
        own.or(() -> around.filter(outer -> outer.limited).map(outer -> outer.deadline)),
        survivesCancel);
  }

  /// A step's time.
  final class StepDeadline {
    private static final long NEVER = Long.MAX_VALUE / 4;

    private final boolean limited;
    private final long deadline;
    private final BooleanSupplier survivesCancel;
    private Optional<Boolean> survives = Optional.empty();

    private StepDeadline(Optional<Long> deadline, BooleanSupplier survivesCancel) {
      this.limited = deadline.isPresent();
      this.deadline = deadline.orElse(0L);
      this.survivesCancel = survivesCancel;
    }

    /// Why the step must end, as of now.
    Cause cause() {
      return cause(nanos.getAsLong());
    }

    /// Why the step must end, as of `now`; NONE while it may go on.
    Cause cause(long now) {
      final Cause ofJob = JobDeadlines.this.cause(now);
      if (ofJob == Cause.STOPPED) {
        return ofJob;
      }
      if (ofJob != Cause.NONE) {
        if (survives.isEmpty()) {
          survives = Optional.of(survivesCancel.getAsBoolean());
        }
        if (!survives.get() || now - cancelledAt - afterCancel.toNanos() >= 0) {
          return ofJob;
        }
      }
      return limited && now - deadline >= 0 ? Cause.STEP_TIMEOUT : Cause.NONE;
    }

    /// How long until the next deadline, if nothing else happens.
    long nanosLeft(long now) {
      long left = limited ? deadline - now : NEVER;
      left =
          Math.min(
              left,
              cause == Cause.NONE ? jobDeadline - now : cancelledAt + afterCancel.toNanos() - now);
      return Math.max(0, left);
    }
  }
}
