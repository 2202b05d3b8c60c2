package io.peerdeck.libp2p;

import io.peerdeck.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Byte strings on a stream, each behind its length as an unsigned varint.
public final class ByteFrames {
  private static final int MAX_LENGTH_BYTES = 5;
  private static final int FIRST_BYTES = 64 * 1024;

  private final Stream stream;
  private final int maxFrame;

  /// Frames of at most `maxFrame` bytes, in both directions.
  public ByteFrames(Stream stream, int maxFrame) {
    this.stream = stream;
    this.maxFrame = maxFrame;
  }

  /// Writes one frame in one piece.
  ///
  /// @throws Libp2pException if it is larger than a frame may be, or the stream fails
  public void write(byte[] body) {
    byte[] frame = framed(body);
    stream.write(frame, 0, frame.length);
  }

  /// Writes one frame if that takes no waiting; see [Stream#writeNow].
  ///
  /// @return whether it is on its way
  /// @throws Libp2pException if it is larger than a frame may be
  public boolean writeNow(byte[] body) {
    return stream.writeNow(framed(body));
  }

  private byte[] framed(byte[] body) {
    if (body.length > maxFrame) {
      throw new Libp2pException(
          "a frame of %d bytes for %s is over the limit of %d"
              .formatted(body.length, stream.protocol(), maxFrame));
    }
    byte[] length = Varint.encode(body.length);
    byte[] frame = new byte[length.length + body.length];
    System.arraycopy(length, 0, frame, 0, length.length);
    System.arraycopy(body, 0, frame, length.length, body.length);
    return frame;
  }

  /// Reads one frame; empty when the other side closed its half between two frames.
  ///
  /// @throws ProtocolBreach if the frame is too large
  /// @throws Libp2pException if it is cut off, or the stream fails
  public Optional<byte[]> read() {
    int length = readLength();
    if (length < 0) {
      return Optional.empty();
    }
    // What was only announced takes no room yet.
    byte[] body = new byte[Math.min(length, FIRST_BYTES)];
    for (int at = 0; at < length; ) {
      if (at == body.length) {
        body = Arrays.copyOf(body, Math.min(length, 2 * at));
      }
      int n = stream.read(body, at, body.length - at);
      if (n < 0) {
        throw new Libp2pException(
            "%s ended after %d of %d bytes of a frame".formatted(stream.protocol(), at, length));
      }
      at += n;
    }
    return Optional.of(body);
  }

  private int readLength() {
    byte[] varint = new byte[MAX_LENGTH_BYTES];
    for (int at = 0; at < MAX_LENGTH_BYTES; at++) {
      if (stream.read(varint, at, 1) < 0) {
        if (at == 0) {
          return -1;
        }
        throw new Libp2pException("%s ended inside a length".formatted(stream.protocol()));
      }
      if (varint[at] >= 0) {
        int bytes = at + 1;
        long length =
            ProtocolBreach.reading(
                "a frame length", () -> Varint.read(ByteBuffer.wrap(varint, 0, bytes)));
        if (length > maxFrame) {
          throw new ProtocolBreach(
              "the peer announced a frame of %d bytes on %s; the limit is %d"
                  .formatted(length, stream.protocol(), maxFrame));
        }
        return (int) length;
      }
    }
    throw new ProtocolBreach("a frame length on %s is no varint".formatted(stream.protocol()));
  }
}
