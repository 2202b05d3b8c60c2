package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Who brought which message when, for the score: whoever brings a copy while the first is still
/// looked at shares its fate. Of good messages nothing is kept once their copies count no more:
/// that is soon, and most are good. Guarded by the router's lock.
final class Deliveries {
  private final PeerScore scores;
  private final long ttl;
  private final int most;
  private final LinkedHashMap<MessageId, Copies> records = new LinkedHashMap<>();
  private final Deque<Settled> settled = new ArrayDeque<>();

  /// A good message, and until when its copies count.
  private record Settled(MessageId id, long until) {}

  private static final class Copies {
    private final long since;
    private final Set<PeerId> peers = new HashSet<>();
    private State state = State.LOOKED_AT;
    private long validSince;

    Copies(long since) {
      this.since = since;
    }
  }

  private enum State {
    LOOKED_AT,
    VALID,
    INVALID
  }

  Deliveries(PeerScore scores, long ttl, int most) {
    this.scores = scores;
    this.ttl = ttl;
    this.most = most;
  }

  /// The first copy is being looked at.
  void began(MessageId id, long now) {
    forgetSettled(now);
    Iterator<Copies> oldest = records.values().iterator();
    while (oldest.hasNext()) {
      if (now - oldest.next().since < ttl && records.size() < most) {
        break;
      }
      oldest.remove();
    }
    records.putIfAbsent(id, new Copies(now));
  }

  private void forgetSettled(long now) {
    @Nullable Settled oldest = settled.peek();
    while (oldest != null && now - oldest.until() > 0) {
      settled.remove();
      records.remove(oldest.id());
      oldest = settled.peek();
    }
  }

  /// How many messages are remembered.
  int size() {
    return records.size();
  }

  /// Another copy came.
  void duplicate(MessageId id, PeerId from, String topic, long now) {
    Copies record = records.get(id);
    if (record == null || !record.peers.add(from)) {
      return;
    }
    switch (record.state) {
      case LOOKED_AT -> {
        // Its fate is not known yet.
      }
      case VALID -> scores.nearFirstDelivery(from, topic, now - record.validSince);
      case INVALID -> scores.invalid(from, topic);
    }
  }

  /// The first copy was judged.
  void judged(MessageId id, PeerId from, String topic, Verdict verdict, long now) {
    Copies record = records.getOrDefault(id, new Copies(now));
    Set<PeerId> others = new HashSet<>(record.peers);
    others.remove(from);
    record.peers.clear();
    record.peers.add(from);
    switch (verdict) {
      case ACCEPT -> {
        record.state = State.VALID;
        record.validSince = now;
        scores.firstDelivery(from, topic);
        others.forEach(peer -> scores.nearFirstDelivery(peer, topic, 0));
        record.peers.addAll(others);
        settled.add(new Settled(id, now + scores.meshWindow(topic)));
      }
      case REJECT -> {
        record.state = State.INVALID;
        scores.invalid(from, topic);
        others.forEach(peer -> scores.invalid(peer, topic));
        record.peers.addAll(others);
      }
      case IGNORE -> records.remove(id); // its copies are nobody's merit or fault
    }
  }
}
