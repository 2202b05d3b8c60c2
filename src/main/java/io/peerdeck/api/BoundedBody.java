package io.peerdeck.api;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A request's body up to a bound; who reads beyond it gets [ApiException] 413.
final class BoundedBody extends FilterInputStream {
  private final int bound;
  private long left;

  BoundedBody(InputStream in, int bound) {
    super(in);
    this.bound = bound;
    this.left = bound;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int read = super.read(into, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(skipped);
    return skipped;
  }

  private void count(long bytes) {
    left -= bytes;
    if (left < 0) {
      throw new ApiException(413, "The request body is larger than " + bound + " bytes.");
    }
  }
}
