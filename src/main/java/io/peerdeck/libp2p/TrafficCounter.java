package io.peerdeck.libp2p;

import java.util.concurrent.atomic.LongAdder;

/// Counts one protocol's bytes.
final class TrafficCounter {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();

  void received(int bytes) {
    received.add(bytes);
  }

  void sent(int bytes) {
    sent.add(bytes);
  }

  Traffic sum() {
    return new Traffic(received.sum(), sent.sum());
  }
}
