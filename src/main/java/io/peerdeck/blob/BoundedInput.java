package io.peerdeck.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

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

  @Override
  public int read() throws IOException {
    int next = super.read();
    count(next < 0 ? 0 : 1);
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
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
}
