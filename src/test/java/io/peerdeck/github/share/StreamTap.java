package io.peerdeck.github.share;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/// Writes down, in the clear, every byte that crosses the streams it is put on.
final class StreamTap {
  private final ByteArrayOutputStream captured = new ByteArrayOutputStream();

  /// All of it so far, a byte as a character.
  String captured() {
    synchronized (captured) {
      return captured.toString(StandardCharsets.ISO_8859_1);
    }
  }

  private void add(byte[] bytes, int offset, int length) {
    synchronized (captured) {
      captured.write(bytes, offset, length);
    }
  }

  ProtocolBinding on(ProtocolBinding inner) {
    return new ProtocolBinding() {
      @Override
      public List<String> protocols() {
        return inner.protocols();
      }

      @Override
      public void handle(Stream stream) throws IOException, InterruptedException {
        inner.handle(on(stream));
      }
    };
  }

  Stream on(Stream inner) {
    return new Stream() {
      @Override
      public String protocol() {
        return inner.protocol();
      }

      @Override
      public Connection connection() {
        return inner.connection();
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        int n = inner.read(target, offset, length);
        add(target, offset, Math.max(0, n));
        return n;
      }

      @Override
      public void write(byte[] source, int offset, int length) {
        add(source, offset, length);
        inner.write(source, offset, length);
      }

      @Override
      public void closeWrite() {
        inner.closeWrite();
      }

      @Override
      public void reset() {
        inner.reset();
      }

      @Override
      public void deadline(Duration inactivity) {
        inner.deadline(inactivity);
      }

      @Override
      public void close() {
        inner.close();
      }
    };
  }
}
