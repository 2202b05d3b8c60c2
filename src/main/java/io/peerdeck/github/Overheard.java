package io.peerdeck.github;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/// An answer on its way through, of which the beginning is listened to.
final class Overheard extends FilterInputStream {
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private final boolean packed;
  private final int most;
  private final Consumer<byte[]> listener;
  private boolean told;

  /// @param packed whether it is gzipped
  /// @param most bytes of it that are listened to
  /// @param listener hears them once, unpacked, when it is closed; must not throw
  Overheard(InputStream in, boolean packed, int most, Consumer<byte[]> listener) {
    super(in);
    this.packed = packed;
    this.most = most;
    this.listener = listener;
  }

  @Override
  public int read() throws IOException {
    int next = super.read();
    if (next >= 0 && heard.size() < most) {
      heard.write(next);
    }
    return next;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    int count = super.read(into, offset, length);
    heard.write(into, offset, Math.max(0, Math.min(count, most - heard.size())));
    return count;
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      if (!told) {
        told = true;
        listener.accept(plain());
      }
    }
  }

  private byte[] plain() {
    if (!packed) {
      return heard.toByteArray();
    }
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(heard.toByteArray()))) {
      byte[] chunk = new byte[8192];
      for (int count = in.read(chunk); count >= 0 && plain.size() < most; count = in.read(chunk)) {
        plain.write(chunk, 0, count);
      }
    } catch (IOException e) {
      return plain.toByteArray(); // cut off where listening ended
    }
    return plain.toByteArray();
  }
}
