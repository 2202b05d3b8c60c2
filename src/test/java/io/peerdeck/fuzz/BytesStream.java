package io.peerdeck.fuzz;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.Stream;
import java.time.Duration;
import java.util.Arrays;

/// A stream whose peer sends given bytes and then closes its half, and takes a bounded answer.
public final class BytesStream implements Stream {
  private static final int MOST_WRITTEN = 8 << 20;

  private final Connection connection;
  private final byte[] bytes;
  private int at;
  private byte[] written = new byte[256];
  private int writtenTo;

  /// @param connection whom the stream is with
  public BytesStream(Connection connection, byte[] bytes) {
    this.connection = connection;
    this.bytes = bytes;
  }

  /// What the other side got.
  public byte[] written() {
    return Arrays.copyOf(written, writtenTo);
  }

  /// How many bytes were read.
  public int consumed() {
    return at;
  }

  @Override
  public String protocol() {
    return "/test/bytes";
  }

  @Override
  public Connection connection() {
    return connection;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    if (at == bytes.length && length > 0) {
      return -1;
    }
    int n = Math.min(length, bytes.length - at);
    System.arraycopy(bytes, at, target, offset, n);
    at += n;
    return n;
  }

  @Override
  public void write(byte[] source, int offset, int length) {
    if (writtenTo + length > MOST_WRITTEN) {
      throw new AssertionError("over " + MOST_WRITTEN + " bytes answered to " + bytes.length);
    }
    if (writtenTo + length > written.length) {
      written = Arrays.copyOf(written, 2 * (writtenTo + length));
    }
    System.arraycopy(source, offset, written, writtenTo, length);
    writtenTo += length;
  }

  @Override
  public void closeWrite() {}

  @Override
  public void reset() {}

  @Override
  public void deadline(Duration inactivity) {
    if (inactivity.isNegative()) {
      throw new Libp2pException("no time left");
    }
  }

  @Override
  public void close() {}
}
