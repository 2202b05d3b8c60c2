package io.peerdeck.libp2p;

import java.time.Duration;
import java.util.function.LongSupplier;

/// A stream on which each frame must pass as a whole within a time. The stream's own deadline is
/// about silence only, so a peer that sends a byte now and then would hold a frame for ever.
public final class FrameDeadline implements Stream {
  private static final int SLICE = 64 << 10;

  private final Stream inner;
  private final LongSupplier nanos;
  private long due;
  private Duration allowed = Duration.ZERO;

  /// @param inner only used through this from now on
  /// @param nanos a monotonic clock in nanoseconds
  public FrameDeadline(Stream inner, LongSupplier nanos) {
    this.inner = inner;
    this.nanos = nanos;
  }

  /// Starts the time of the next frame.
  public void next(Duration time) {
    allowed = time;
    due = nanos.getAsLong() + time.toNanos();
  }

  private void arm() {
    long left = due - nanos.getAsLong();
    if (left <= 0) {
      throw new StreamTimeoutException(
          "peer %s let a frame of %s take longer than %d ms"
              .formatted(connection().remotePeer(), protocol(), allowed.toMillis()));
    }
    inner.deadline(Duration.ofNanos(left));
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    arm();
    return inner.read(target, offset, length);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    for (int at = 0; at < length; at += SLICE) {
      arm();
      inner.write(source, offset + at, Math.min(SLICE, length - at));
    }
  }

  @Override
  public String protocol() {
    return inner.protocol();
  }

  @Override
  public Connection connection() {
    return inner.connection();
  }

  @Override
  public void closeWrite() {
    inner.closeWrite();
  }

  @Override
  public void reset() {
    inner.reset();
  }

  @Override
  public void deadline(Duration inactivity) {
    next(inactivity);
  }

  @Override
  public void close() {
    inner.close();
  }
}
