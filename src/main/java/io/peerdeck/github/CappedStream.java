package io.peerdeck.github;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// Ends with an error behind so many bytes.
final class CappedStream extends FilterInputStream {
  private final long most;
  private long left;

  CappedStream(InputStream in, long most) {
    super(in);
    this.most = most;
    this.left = most;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    return next < 0 ? next : (int) spend(1, next);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    return count <= 0 ? count : (int) spend(count, count);
  }

  private long spend(int count, long result) throws IOException {
    left -= count;
    if (left < 0) {
      throw new IOException("longer than " + most + " bytes");
    }
    return result;
  }
}
