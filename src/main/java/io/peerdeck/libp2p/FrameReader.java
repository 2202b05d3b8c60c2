package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Cuts the bytes of a socket into Noise messages and decrypts them where they lie; only a message
/// that arrived in pieces is copied. Runs on the connection's event loop.
final class FrameReader implements AutoCloseable {
  private static final byte[] NOTHING = {};

  private final Aead cipher;
  private final ByteBufAllocator allocator;
  private long nonce;
  private int firstByte = -1;
  private @Nullable ByteBuf partial;

  FrameReader(byte[] key, ByteBufAllocator allocator) {
    this.cipher = Aead.of(key);
    this.allocator = allocator;
  }

  /// Hands the plain text of every message that is complete now to `sink`, which must retain what
  /// it keeps.
  ///
  /// @throws Libp2pException if a message is too short or not authentic
  void feed(ByteBuf in, Consumer<ByteBuf> sink) {
    while (in.isReadable()) {
      if (partial == null) {
        if (firstByte < 0) {
          firstByte = in.readUnsignedByte();
          continue;
        }
        int length = firstByte << 8 | in.readUnsignedByte();
        firstByte = -1;
        if (length < Aead.TAG) {
          throw new Libp2pException("a Noise message of %d bytes".formatted(length));
        }
        if (in.readableBytes() >= length) {
          open(in, in.readerIndex(), length, sink);
          in.skipBytes(length);
        } else {
          partial = allocator.directBuffer(length, length);
          partial.writeBytes(in);
        }
      } else {
        partial.writeBytes(in, Math.min(in.readableBytes(), partial.writableBytes()));
        if (!partial.isWritable()) {
          ByteBuf whole = partial;
          partial = null;
          try {
            open(whole, 0, whole.readableBytes(), sink);
          } finally {
            whole.release();
          }
        }
      }
    }
  }

  private void open(ByteBuf buffer, int index, int length, Consumer<ByteBuf> sink) {
    cipher.open(nonce++, NOTHING, buffer.internalNioBuffer(index, length));
    if (length > Aead.TAG) {
      sink.accept(buffer.slice(index, length - Aead.TAG));
    }
  }

  @Override
  public void close() {
    cipher.close();
    if (partial != null) {
      partial.release();
      partial = null;
    }
  }
}
