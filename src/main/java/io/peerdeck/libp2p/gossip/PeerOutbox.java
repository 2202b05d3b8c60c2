package io.peerdeck.libp2p.gossip;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What waits to be sent to one peer. Nothing here waits for room: of subscriptions, GRAFT and
/// PRUNE the newest of a topic counts; ids and messages over the bound are left out, for gossip
/// brings them again. Control goes out before messages, and between them: one RPC carries some
/// 64 KiB of messages at most.
final class PeerOutbox {
  private static final int PIECE = 64 * 1024;

  private final GossipLimits limits;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Boolean> subscriptions = new LinkedHashMap<>();
  // A topic's newest: a PRUNE, or a GRAFT where empty.
  private final Map<String, Optional<Rpc.Prune>> links = new LinkedHashMap<>();
  private final Map<String, Set<MessageId>> ihave = new LinkedHashMap<>();
  private final Set<MessageId> iwant = new LinkedHashSet<>();
  private final Set<MessageId> idontwant = new LinkedHashSet<>();
  private final Deque<Waiting> messages = new ArrayDeque<>();
  private int announced;
  private long bytes;
  private @Nullable Object stopped;
  private boolean closed;

  private record Waiting(MessageId id, Message message) {}

  PeerOutbox(GossipLimits limits) {
    this.limits = limits;
  }

  void subscription(String topic, boolean subscribed) {
    put(() -> subscriptions.put(topic, subscribed) == null);
  }

  void graft(String topic) {
    put(() -> links.put(topic, Optional.empty()) == null);
  }

  void prune(Rpc.Prune prune) {
    put(() -> links.put(prune.topic(), Optional.of(prune)) == null);
  }

  /// Returns how many of the ids found room.
  int ihave(String topic, Collection<MessageId> ids) {
    return put(
        () -> {
          Set<MessageId> waiting = ihave.computeIfAbsent(topic, t -> new LinkedHashSet<>());
          int before = waiting.size();
          int added = fill(waiting, ids, limits.outboxIds() - announced);
          announced += waiting.size() - before;
          return added;
        });
  }

  /// Returns how many of the ids found room.
  int iwant(Collection<MessageId> ids) {
    return put(() -> fill(iwant, ids, limits.outboxIds() - iwant.size()));
  }

  /// Returns how many of the ids found room.
  int dontWant(Collection<MessageId> ids) {
    return put(() -> fill(idontwant, ids, limits.outboxIds() - idontwant.size()));
  }

  private static int fill(Set<MessageId> waiting, Collection<MessageId> ids, int room) {
    int added = 0;
    for (MessageId id : ids) {
      if (added == room) {
        break;
      }
      added += waiting.add(id) ? 1 : 0;
    }
    return added;
  }

  /// False if there is no room for the message.
  boolean message(MessageId id, Message message) {
    return put(
        () -> {
          if (closed || bytes + message.raw().length > limits.outboxBytes()) {
            return false;
          }
          messages.add(new Waiting(id, message));
          bytes += message.raw().length;
          return true;
        });
  }

  /// The peer has these already: whatever of them still waits is not sent.
  ///
  /// @return how many that spares
  int declined(Set<MessageId> ids) {
    lock.lock();
    try {
      int before = messages.size();
      if (before == 0) {
        return 0;
      }
      for (Iterator<Waiting> each = messages.iterator(); each.hasNext(); ) {
        Waiting waiting = each.next();
        if (ids.contains(waiting.id())) {
          bytes -= waiting.message().raw().length;
          each.remove();
        }
      }
      return before - messages.size();
    } finally {
      lock.unlock();
    }
  }

  long waitingBytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private interface Change<T> {
    T make();
  }

  private <T> T put(Change<T> change) {
    lock.lock();
    try {
      T answer = change.make();
      changed.signal();
      return answer;
    } finally {
      lock.unlock();
    }
  }

  /// Waits for something to send; empty once closed, or told to stop.
  ///
  /// @param taker who stops when told so
  Optional<Rpc> take(Object taker) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (true) {
        if (closed || stopped == taker) {
          return Optional.empty();
        }
        Rpc next = next();
        if (!next.isEmpty()) {
          return Optional.of(next);
        }
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /// Lets a taker go; what waits stays for the next one.
  void stop(Object taker) {
    lock.lock();
    try {
      stopped = taker;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// What would be sent next; may be empty.
  Rpc poll() {
    lock.lock();
    try {
      return next();
    } finally {
      lock.unlock();
    }
  }

  private Rpc next() {
    List<Rpc.Subscribe> subs = new ArrayList<>();
    subscriptions.forEach((topic, on) -> subs.add(new Rpc.Subscribe(topic, on)));
    List<String> grafts = new ArrayList<>();
    List<Rpc.Prune> prunes = new ArrayList<>();
    links.forEach((topic, link) -> link.ifPresentOrElse(prunes::add, () -> grafts.add(topic)));
    List<Rpc.IHave> told = new ArrayList<>();
    ihave.forEach((topic, ids) -> told.add(new Rpc.IHave(topic, List.copyOf(ids))));
    List<MessageId> asked = List.copyOf(iwant);
    List<MessageId> declined = List.copyOf(idontwant);
    subscriptions.clear();
    links.clear();
    ihave.clear();
    announced = 0;
    iwant.clear();
    idontwant.clear();
    return new Rpc(subs, messages(), told, asked, grafts, prunes, declined);
  }

  private List<Message> messages() {
    List<Message> piece = new ArrayList<>();
    int size = 0;
    @Nullable Waiting first = messages.peek();
    while (first != null && (piece.isEmpty() || size + first.message().raw().length <= PIECE)) {
      size += first.message().raw().length;
      piece.add(first.message());
      messages.remove();
      first = messages.peek();
    }
    bytes -= size;
    return piece;
  }

  /// Nothing more is taken or given out.
  void close() {
    lock.lock();
    try {
      closed = true;
      messages.clear();
      bytes = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
