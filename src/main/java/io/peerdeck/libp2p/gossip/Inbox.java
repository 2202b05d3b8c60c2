package io.peerdeck.libp2p.gossip;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The messages that wait for one topic's subscriber, which gets them one after the other on a
/// thread of its own.
final class Inbox implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Inbox.class);

  private final Validator validator;
  private final BlockingQueue<GossipMessage> waiting;
  private final Thread thread;

  Inbox(String topic, Validator validator, Consumer<GossipMessage> subscriber, int most) {
    this.validator = validator;
    this.waiting = new ArrayBlockingQueue<>(most);
    this.thread = Thread.ofVirtual().name("gossip-" + topic).unstarted(() -> serve(subscriber));
  }

  void start() {
    thread.start();
  }

  Validator validator() {
    return validator;
  }

  /// False if too many wait already.
  boolean deliver(GossipMessage message) {
    return waiting.offer(message);
  }

  private void serve(Consumer<GossipMessage> subscriber) {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        GossipMessage message = waiting.take();
        try {
          subscriber.accept(message);
        } catch (RuntimeException e) {
          LOG.warn("the subscriber of {} failed", message.topic(), e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
