package io.peerdeck.libp2p;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Frames on their way to the socket. Writers wait here while too much is queued; the event loop
/// takes everything queued at once, joins small frames into one Noise message, encrypts in place
/// and flushes once.
final class SendQueue implements AutoCloseable {
  /// The plain text one Noise message can carry.
  static final int MAX_PLAIN = 65_535 - Aead.TAG;

  private static final int LENGTH = 2;
  private static final int SMALL = 4096;
  private static final byte[] NOTHING = {};

  private final ChannelHandlerContext context;
  private final Aead cipher;
  private final int capacity;
  private final LimitMeter meter;
  private final int controlCapacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition room = lock.newCondition();

  // Guarded by lock.
  private ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
  private volatile int queued;
  private boolean scheduled;
  private boolean closed;

  // The event loop's.
  private ArrayDeque<ByteBuf> batch = new ArrayDeque<>();
  private long nonce;

  /// @param meter of the queued bytes at which writers start to wait
  SendQueue(ChannelHandlerContext context, byte[] key, LimitMeter meter) {
    this.context = context;
    this.cipher = Aead.of(key);
    this.capacity = (int) meter.bound();
    this.meter = meter;
    this.controlCapacity = capacity + (1 << 20);
  }

  /// A buffer for a frame of at most [#MAX_PLAIN] bytes, with room around it for length and tag.
  ByteBuf allocate(int plain) {
    int size = LENGTH + plain + Aead.TAG;
    return context.alloc().directBuffer(size, size).setIndex(LENGTH, LENGTH);
  }

  /// Bytes that wait.
  long queued() {
    return queued;
  }

  /// Whether a writer would not have to wait.
  boolean hasRoom() {
    return queued < capacity;
  }

  /// Queues a frame made by [#allocate(int)], waiting for room. Owns the frame in every case.
  ///
  /// @throws StreamResetException if the connection ended
  /// @throws Libp2pException if there was no room in time
  void put(ByteBuf frame, long timeoutNanos) {
    lock.lock();
    try {
      long left = timeoutNanos;
      if (queued >= capacity) {
        meter.refuse();
      }
      while (queued >= capacity && !closed) {
        if (left <= 0) {
          frame.release();
          throw new Libp2pException("the peer took no bytes for too long");
        }
        left = room.awaitNanos(left);
      }
      add(frame);
    } catch (InterruptedException e) {
      frame.release();
      Thread.currentThread().interrupt();
      throw new Libp2pException("interrupted while writing", e);
    } finally {
      lock.unlock();
    }
  }

  /// Queues a control frame without waiting; false if the connection ended. A peer that makes us
  /// answer without end and never reads is found out here.
  ///
  /// @throws Libp2pException if far too much is queued
  boolean putControl(ByteBuf frame) {
    lock.lock();
    try {
      if (closed) {
        frame.release();
        return false;
      }
      if (queued > controlCapacity) {
        meter.refuse();
        frame.release();
        throw new Libp2pException("the peer does not read the answers it asks for");
      }
      add(frame);
      return true;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock; volatile for the meter's reader
  private void add(ByteBuf frame) {
    if (closed) {
      frame.release();
      throw new StreamResetException("the connection ended");
    }
    queue.add(frame);
    queued += frame.readableBytes();
    meter.seen(queued);
    if (!scheduled) {
      scheduled = true;
      context.executor().execute(this::drain);
    }
  }

  /// Writes while the socket takes bytes. On the event loop, also when the socket has room again.
  void drain() {
    boolean written = false;
    while (context.channel().isWritable()) {
      ByteBuf frame = batch.poll();
      if (frame == null) {
        if (!takeAll()) {
          break;
        }
        continue;
      }
      context.write(seal(join(frame)), context.voidPromise());
      written = true;
    }
    if (written) {
      context.flush();
    }
  }

  private boolean takeAll() {
    lock.lock();
    try {
      if (queue.isEmpty()) {
        scheduled = false;
        return false;
      }
      ArrayDeque<ByteBuf> empty = batch;
      batch = queue;
      queue = empty;
      queued = 0;
      room.signalAll();
      return true;
    } finally {
      lock.unlock();
    }
  }

  private ByteBuf join(ByteBuf first) {
    int count = 0;
    int total = first.readableBytes();
    if (total <= SMALL) {
      for (ByteBuf next : batch) {
        if (next.readableBytes() > SMALL || total + next.readableBytes() > MAX_PLAIN) {
          break;
        }
        total += next.readableBytes();
        count++;
      }
    }
    if (count == 0) {
      return first;
    }
    ByteBuf joined = allocate(total).writeBytes(first);
    first.release();
    for (int i = 0; i < count; i++) {
      ByteBuf next = batch.remove();
      joined.writeBytes(next);
      next.release();
    }
    return joined;
  }

  private ByteBuf seal(ByteBuf frame) {
    int plain = frame.readableBytes();
    frame.setShort(0, plain + Aead.TAG);
    cipher.seal(nonce++, NOTHING, frame.internalNioBuffer(LENGTH, plain + Aead.TAG));
    return frame.setIndex(0, LENGTH + plain + Aead.TAG);
  }

  /// Drops what is queued; writers fail. On the event loop.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      queue.forEach(ByteBuf::release);
      queue.clear();
      room.signalAll();
    } finally {
      lock.unlock();
    }
    batch.forEach(ByteBuf::release);
    batch.clear();
    cipher.close();
  }
}
