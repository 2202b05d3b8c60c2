package io.peerdeck.libp2p;

import java.io.OutputStream;

/// A stream's outbound half for callers of `java.io`.
final class StreamOutput extends OutputStream {
  private final Stream stream;

  StreamOutput(Stream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int b) {
    stream.write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    stream.write(source, offset, length);
  }

  @Override
  public void close() {
    stream.closeWrite();
  }
}
