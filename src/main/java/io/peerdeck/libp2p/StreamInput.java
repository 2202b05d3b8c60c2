package io.peerdeck.libp2p;

import java.io.InputStream;
import java.util.Objects;
import java.util.function.IntSupplier;

/// A stream's inbound half for callers of `java.io`.
final class StreamInput extends InputStream {
  private final Stream stream;
  private final IntSupplier unread;
  private final byte[] one = new byte[1];

  /// @param unread bytes that can be read without waiting
  StreamInput(Stream stream, IntSupplier unread) {
    this.stream = stream;
    this.unread = unread;
  }

  @Override
  public int available() {
    return unread.getAsInt();
  }

  @Override
  public int read() {
    return stream.read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    return length == 0 ? 0 : stream.read(target, offset, length);
  }

  @Override
  public void close() {
    stream.close();
  }
}
