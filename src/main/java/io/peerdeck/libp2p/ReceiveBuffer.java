package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Bytes of one stream that nobody has read yet. Large pieces are kept where they were decrypted;
/// small ones are copied together, so that a peer sending single bytes cannot pin a large buffer
/// with each. Not safe for two threads at once.
final class ReceiveBuffer {
  private static final int KEEP = 16 * 1024;
  private static final int TAIL = 2048;

  private final ArrayDeque<ByteBuf> chunks = new ArrayDeque<>();
  private @Nullable ByteBuf tail;
  private int size;

  int size() {
    return size;
  }

  /// Takes all of `piece` in; the caller keeps its own hold on it.
  void add(ByteBuf piece) {
    size += piece.readableBytes();
    if (piece.readableBytes() >= KEEP) {
      tail = null;
      chunks.add(piece.retainedSlice());
      return;
    }
    if (tail != null) {
      tail.writeBytes(piece, Math.min(tail.writableBytes(), piece.readableBytes()));
    }
    if (piece.isReadable()) {
      int room = Math.max(TAIL, piece.readableBytes());
      tail = Unpooled.buffer(room, room).writeBytes(piece);
      chunks.add(tail);
    }
  }

  /// Moves up to `length` bytes into `target`; returns how many.
  @SuppressWarnings("ReferenceEquality") // the very same buffer, not one with equal bytes
  int read(byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      ByteBuf chunk = chunks.peek();
      if (chunk == null) {
        break;
      }
      int n = Math.min(length - done, chunk.readableBytes());
      chunk.readBytes(target, offset + done, n);
      done += n;
      if (!chunk.isReadable()) {
        chunks.remove();
        if (chunk == tail) {
          tail = null;
        }
        chunk.release();
      }
    }
    size -= done;
    return done;
  }

  /// Drops everything; returns how many bytes that were.
  int clear() {
    int dropped = size;
    chunks.forEach(ByteBuf::release);
    chunks.clear();
    tail = null;
    size = 0;
    return dropped;
  }
}
