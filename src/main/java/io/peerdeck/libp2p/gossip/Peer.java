package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What the router knows of one connected peer. Guarded by the router's lock.
final class Peer {
  private final PeerId id;
  private final Version version;
  private final boolean outbound;
  private final PeerOutbox outbox;
  private final Set<String> topics = new HashSet<>();
  // What it has already, by the heartbeat it said so.
  private final Map<MessageId, Long> declined = new LinkedHashMap<>();
  // Read and written by the router's parts.
  final PeerCounters counters = new PeerCounters();

  // Since the last heartbeat.
  private int ihaves;
  private int asked;
  private int wanted;
  private int dontWants;

  private boolean reachable = true;

  Peer(PeerId id, Version version, boolean outbound, PeerOutbox outbox) {
    this.id = id;
    this.version = version;
    this.outbound = outbound;
    this.outbox = outbox;
  }

  PeerId id() {
    return id;
  }

  Version version() {
    return version;
  }

  /// Whether this node dialled it.
  boolean outbound() {
    return outbound;
  }

  PeerOutbox outbox() {
    return outbox;
  }

  /// Whether a stream to it is open, or being opened for the first time.
  boolean reachable() {
    return reachable;
  }

  void reachable(boolean now) {
    reachable = now;
  }

  Set<String> topics() {
    return topics;
  }

  /// It takes part in a topic from now on; false if that is one too many.
  boolean subscribe(String topic, int most) {
    return topics.contains(topic) || (topics.size() < most && topics.add(topic));
  }

  boolean subscribedTo(String topic) {
    return topics.contains(topic);
  }

  /// Whether one more RPC with IHAVE is within the bound.
  boolean takesIhave(int most) {
    return ++ihaves <= most;
  }

  /// How many more ids may be asked of it.
  int mayBeAsked(int most) {
    return Math.max(0, most - asked);
  }

  void asked(int ids) {
    asked += ids;
  }

  /// Whether it may ask for one more id.
  boolean mayWant(int most) {
    return ++wanted <= most;
  }

  /// Notes that it has a message; false once it said so too often.
  boolean declines(MessageId message, long heartbeat, int most) {
    if (++dontWants > most) {
      return false;
    }
    declined.put(message, heartbeat);
    return true;
  }

  /// Notes that it has a message, as far as there is room to.
  void knows(MessageId message, long heartbeat, int most) {
    if (declined.size() < most) {
      declined.put(message, heartbeat);
    }
  }

  boolean hasDeclined(MessageId message) {
    return declined.containsKey(message);
  }

  /// A heartbeat passed: counts start anew, and what it declined before `oldest` is forgotten.
  void beat(long oldest) {
    ihaves = 0;
    asked = 0;
    wanted = 0;
    dontWants = 0;
    Iterator<Long> heartbeats = declined.values().iterator();
    while (heartbeats.hasNext() && heartbeats.next() < oldest) {
      heartbeats.remove();
    }
  }
}
