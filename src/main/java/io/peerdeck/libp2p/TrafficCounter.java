package io.peerdeck.libp2p;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/// Counts bytes: of one protocol, of one connection, or for both at once.
final class TrafficCounter {
  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final List<TrafficCounter> wider;

  /// What is counted here is counted there too.
  TrafficCounter(TrafficCounter... wider) {
    this.wider = List.of(wider);
  }

  void received(int bytes) {
    received.add(bytes);
    wider.forEach(counter -> counter.received(bytes));
  }

  void sent(int bytes) {
    sent.add(bytes);
    wider.forEach(counter -> counter.sent(bytes));
  }

  Traffic sum() {
    return new Traffic(received.sum(), sent.sum());
  }
}
