package io.peerdeck.libp2p;

import java.io.InputStream;
import java.util.Objects;

/// A stream's inbound half for callers of `java.io`.
final class StreamInput extends InputStream {
  private final Stream stream;
  private final byte[] one = new byte[1];

  StreamInput(Stream stream) {
    this.stream = stream;
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
