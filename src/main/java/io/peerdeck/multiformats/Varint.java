package io.peerdeck.multiformats;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Unsigned varints as the multiformats use them: seven bits a byte, lowest first, at most nine
/// bytes (63 bits), and only the shortest form of a number.
///
/// @see <a href="https://github.com/multiformats/unsigned-varint">unsigned-varint</a>
public final class Varint {
  /// The most bytes a varint may take.
  public static final int MAX_BYTES = 9;

  private Varint() {}

  /// The varint of a number.
  ///
  /// @param value zero or more
  /// @return one to nine bytes
  public static byte[] encode(long value) {
    byte[] out = new byte[size(value)];
    put(value, ByteBuffer.wrap(out));
    return out;
  }

  /// How many bytes [#encode] gives.
  ///
  /// @param value zero or more
  /// @throws MultiformatException if the value is negative
  public static int size(long value) {
    if (value < 0) {
      throw new MultiformatException("a varint holds 0 to 2^63-1, not " + value);
    }
    return Math.max(1, (70 - Long.numberOfLeadingZeros(value)) / 7);
  }

  /// Writes a varint into a buffer that has room for it.
  ///
  /// @param value zero or more
  /// @param out advanced by [#size] bytes
  public static void put(long value, ByteBuffer out) {
    size(value);
    long rest = value;
    while (rest > 0x7f) {
      out.put((byte) (rest | 0x80));
      rest >>>= 7;
    }
    out.put((byte) rest);
  }

  /// Writes a varint to a stream.
  ///
  /// @param value zero or more
  /// @param out where to
  /// @throws IOException if the stream fails
  public static void write(long value, OutputStream out) throws IOException {
    out.write(encode(value));
  }

  /// Reads one varint.
  ///
  /// @param in advanced past the varint
  /// @throws MultiformatException if it is cut off, longer than nine bytes, or not the shortest
  ///     form
  public static long read(ByteBuffer in) {
    long value = 0;
    for (int i = 0; i < MAX_BYTES; i++) {
      if (!in.hasRemaining()) {
        throw new MultiformatException("varint is cut off after " + i + " bytes");
      }
      int b = in.get();
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        if (b == 0 && i > 0) {
          throw new MultiformatException("varint " + value + " is not in its shortest form");
        }
        return value;
      }
    }
    throw new MultiformatException("varint is longer than " + MAX_BYTES + " bytes");
  }
}
