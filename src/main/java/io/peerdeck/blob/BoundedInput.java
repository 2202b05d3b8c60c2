package io.peerdeck.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Bytes of somebody who is not believed, up to a bound: who reads beyond it gets an error.
public final class BoundedInput extends FilterInputStream {
  /// The error.
  @FunctionalInterface
  public interface Beyond {
    /// @throws IOException where that is the error's kind
    RuntimeException error() throws IOException;
  }

  private final Beyond beyond;
  private long left;
  private @Nullable IOException failure;

  /// @param bound the bytes that may be read
  public BoundedInput(InputStream in, long bound, Beyond beyond) {
    super(in);
    this.beyond = beyond;
    this.left = bound;
  }

  /// A stream that fails behind the bound as one that breaks off.
  public static BoundedInput cut(InputStream in, long bound) {
    return new BoundedInput(
        in,
        bound,
        () -> {
          throw new IOException("longer than " + bound + " bytes");
        });
  }

  /// So many may be read from here on.
  void allow(long bytes) {
    left = bytes;
  }

  /// Throws what the stream below threw, if it has thrown anything.
  void rethrow() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public int read() throws IOException {
    int next = noting(super::read);
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = noting(() -> super.read(into, offset, length));
    count(Math.max(0, count));
    return count;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(skipped);
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(long bytes) throws IOException {
    left -= bytes;
    if (left < 0) {
      throw beyond.error();
    }
  }

  private int noting(Reading reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private interface Reading {
    int read() throws IOException;
  }
}
