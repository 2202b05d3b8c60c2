package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The messages of the last few heartbeats, to be told of by IHAVE and given to who asks. Full, it
/// forgets the oldest. For one thread at a time.
final class MessageCache {
  private final int windows;
  private final int gossiped;
  private final long mostBytes;
  // The newest window first; each in the order of arrival.
  private final Deque<Map<MessageId, Kept>> history = new ArrayDeque<>();
  private long bytes;

  private static final class Kept {
    private final Message message;
    private final Map<PeerId, Integer> sent = new HashMap<>();

    Kept(Message message) {
      this.message = message;
    }
  }

  /// @param windows heartbeats a message is kept
  /// @param gossiped of these, such as it is told of
  MessageCache(int windows, int gossiped, long mostBytes) {
    this.windows = windows;
    this.gossiped = gossiped;
    this.mostBytes = mostBytes;
    history.addFirst(new LinkedHashMap<>());
  }

  void put(MessageId id, Message message) {
    if (find(id).isPresent()) {
      return;
    }
    history.getFirst().put(id, new Kept(message));
    bytes += message.raw().length;
    for (Iterator<Map<MessageId, Kept>> oldest = history.descendingIterator();
        bytes > mostBytes && oldest.hasNext(); ) {
      Iterator<Kept> messages = oldest.next().values().iterator();
      while (bytes > mostBytes && messages.hasNext()) {
        bytes -= messages.next().message.raw().length;
        messages.remove();
      }
    }
  }

  /// A message somebody asks for, unless it was sent there often enough.
  Optional<Message> give(MessageId id, PeerId to, int atMost) {
    return find(id)
        .filter(kept -> kept.sent.merge(to, 1, Integer::sum) <= atMost)
        .map(kept -> kept.message);
  }

  /// What to tell others of: the ids of a topic in the newest windows.
  List<MessageId> gossip(String topic) {
    List<MessageId> ids = new ArrayList<>();
    history.stream()
        .limit(gossiped)
        .flatMap(window -> window.entrySet().stream())
        .filter(entry -> entry.getValue().message.topic().equals(topic))
        .forEach(entry -> ids.add(entry.getKey()));
    return ids;
  }

  /// A heartbeat passed.
  void shift() {
    history.addFirst(new LinkedHashMap<>());
    while (history.size() > windows) {
      for (Kept kept : history.removeLast().values()) {
        bytes -= kept.message.raw().length;
      }
    }
  }

  private Optional<Kept> find(MessageId id) {
    for (Map<MessageId, Kept> window : history) {
      Kept kept = window.get(id);
      if (kept != null) {
        return Optional.of(kept);
      }
    }
    return Optional.empty();
  }
}
