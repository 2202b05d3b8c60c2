package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What a socket received, for a thread that negotiates in straight lines before the multiplexer
/// takes over. The event loop puts buffers in and reads ahead a little, so that a reader seldom has
/// to ask for more; one thread reads.
final class BytePipe extends InputStream {
  // Negotiations take a few hundred bytes.
  private static final int AHEAD = 16 * 1024;

  private final Runnable more;
  private final Runnable waiting;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();
  private final ArrayDeque<ByteBuf> chunks = new ArrayDeque<>();
  private long deadline = Long.MAX_VALUE;
  private boolean limited;
  private boolean paused;
  private @Nullable Throwable end;

  /// @param more asks the socket for bytes, after [#wantsMore()] was false
  /// @param waiting is run before the reader waits for bytes
  BytePipe(Runnable more, Runnable waiting) {
    this.more = more;
    this.waiting = waiting;
  }

  /// From now on all reads together may take this long.
  void deadline(Duration time) {
    deadline = System.nanoTime() + time.toNanos();
    limited = true;
  }

  /// Puts a buffer in and owns it from now on.
  void offer(ByteBuf chunk) {
    lock.lock();
    try {
      if (end != null || !chunk.isReadable()) {
        chunk.release();
        return;
      }
      chunks.add(chunk);
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the socket is to be read on; if not, the reader asks for it when all is taken.
  boolean wantsMore() {
    lock.lock();
    try {
      paused = readable() >= AHEAD;
      return !paused;
    } finally {
      lock.unlock();
    }
  }

  private int readable() {
    int bytes = 0;
    for (ByteBuf chunk : chunks) {
      bytes += chunk.readableBytes();
    }
    return bytes;
  }

  @Override
  public int available() {
    lock.lock();
    try {
      return readable();
    } finally {
      lock.unlock();
    }
  }

  /// Nothing more will come, for this reason; what is in can still be read.
  void end(Throwable reason) {
    lock.lock();
    try {
      if (end == null) {
        end = reason;
      }
      arrived.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Takes the oldest unread buffer out, for whoever reads from now on; null when empty.
  @Nullable ByteBuf poll() {
    lock.lock();
    try {
      return chunks.poll();
    } finally {
      lock.unlock();
    }
  }

  /// How many buffers are unread.
  int size() {
    lock.lock();
    try {
      return chunks.size();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    read(one, 0, 1);
    return one[0] & 0xff;
  }

  /// Reads at least one byte.
  ///
  /// @throws Libp2pException if the connection ended or the deadline passed; there is no quiet end
  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0; // readNBytes asks for none when it has all
    }
    lock.lock();
    try {
      ByteBuf chunk = await();
      int n = Math.min(length, chunk.readableBytes());
      chunk.readBytes(target, offset, n);
      if (!chunk.isReadable()) {
        chunks.remove();
        chunk.release();
      }
      return n;
    } finally {
      lock.unlock();
    }
  }

  /// Drops what nobody will read.
  @Override
  public void close() {
    end(new Libp2pException("closed"));
    for (ByteBuf chunk = poll(); chunk != null; chunk = poll()) {
      chunk.release();
    }
  }

  private ByteBuf await() {
    while (chunks.peek() == null) {
      if (end != null) {
        throw new Libp2pException("the connection ended during its handshake", end);
      }
      waiting.run();
      if (paused) {
        paused = false;
        more.run();
      }
      long left = limited ? deadline - System.nanoTime() : TimeUnit.DAYS.toNanos(1);
      try {
        if (left <= 0 || arrived.awaitNanos(left) <= 0) {
          throw new Libp2pException("the handshake took too long");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Libp2pException("interrupted during a handshake", e);
      }
    }
    return chunks.element();
  }
}
