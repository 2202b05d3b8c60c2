package io.peerdeck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/// Many clients that follow one log, read by one thread so that they cost little beside the node.
final class ApiFollowers implements AutoCloseable {
  private static final int BUFFER = 1 << 16;

  private final Selector selector;
  private final List<SocketChannel> channels = new ArrayList<>();
  private final AtomicLongArray bytes;
  private final Thread reader;
  private volatile boolean closed;

  ApiFollowers(int port, String bearer, String path, int count) throws IOException {
    selector = Selector.open();
    bytes = new AtomicLongArray(count);
    byte[] request =
        ("GET /api/v1/"
                + path
                + " HTTP/1.1\r\nHost: 127.0.0.1:"
                + port
                + "\r\nAccept: text/event-stream\r\nAuthorization: Bearer "
                + bearer
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    for (int i = 0; i < count; i++) {
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      channel.write(ByteBuffer.wrap(request));
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ, i);
      channels.add(channel);
    }
    reader = Thread.ofPlatform().name("followers").daemon().start(this::read);
  }

  private void read() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
    try {
      while (!closed) {
        selector.select(
            key -> {
              buffer.clear();
              try {
                int read = ((SocketChannel) key.channel()).read(buffer);
                if (read < 0) {
                  key.cancel();
                } else {
                  bytes.addAndGet((int) key.attachment(), read);
                }
              } catch (IOException e) {
                key.cancel(); // what it got is told by its count
              }
            });
      }
    } catch (ClosedSelectorException e) {
      // closed meanwhile
    } catch (IOException e) {
      throw new IllegalStateException("the followers cannot be read", e);
    }
  }

  /// Bytes that each has had so far.
  long[] bytes() {
    long[] now = new long[bytes.length()];
    for (int i = 0; i < now.length; i++) {
      now[i] = bytes.get(i);
    }
    return now;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    for (SocketChannel channel : channels) {
      channel.close();
    }
    selector.close();
    try {
      reader.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
