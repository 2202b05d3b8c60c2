package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// A process that fetches a DAG, tells each block it has received, and stops half-way to be killed.
public final class FetchUntilHalf {
  private FetchUntilHalf() {}

  /// @param arguments folder, address with peer id, root, blocks after which to stop
  public static void main(String... arguments) {
    Multiaddr address = Multiaddr.parse(arguments[1]);
    long stop = Long.parseLong(arguments[3]);
    AtomicLong blocks = new AtomicLong();
    try (BlobPeer peer = BlobPeer.start(Path.of(arguments[0]))) {
      peer.host.connect(address.peerId().orElseThrow(), List.of(address), Duration.ofSeconds(10));
      peer.exchange.fetch(
          Cid.parse(arguments[2]),
          List.of(address.peerId().orElseThrow()),
          Duration.ofMinutes(1),
          () -> {
            System.out.println("block " + blocks.incrementAndGet());
            if (blocks.get() == stop) {
              waitForTheKill();
            }
          });
      System.out.println("complete");
    }
  }

  private static void waitForTheKill() {
    System.out.println("half");
    try {
      if (System.in.read() < 0) {
        throw new IllegalStateException("the parent went away");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
