package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Who waits for an operator's yes or no: at most 64 peers, 8 of one machine, each for 15 minutes
/// after it was last heard. In memory: who still waits after a restart asks again by itself.
public final class JoinRequests {
  static final int MOST = 64;
  static final int MOST_OF_ONE_MACHINE = 8;
  static final Duration KEPT = Duration.ofMinutes(15);
  static final Duration REFUSED_FOR = Duration.ofMinutes(10);

  private final InstantSource wall;
  private final Map<PeerId, JoinRequest> waiting = new LinkedHashMap<>();
  private final Map<PeerId, Instant> refused =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, Instant> eldest) {
          return size() > 4 * MOST;
        }
      };
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// An empty list.
  public JoinRequests(InstantSource wall) {
    this.wall = wall;
  }

  /// Those who wait, the longest first.
  public List<JoinRequest> list() {
    synchronized (waiting) {
      dropExpired();
      return List.copyOf(waiting.values());
    }
  }

  /// Takes a peer off the list; its operator said yes, or it was let in otherwise.
  ///
  /// @return what it asked; empty if it does not wait
  public Optional<JoinRequest> take(PeerId peer) {
    Optional<JoinRequest> taken;
    synchronized (waiting) {
      dropExpired();
      taken = Optional.ofNullable(waiting.remove(peer));
    }
    taken.ifPresent(request -> tell());
    return taken;
  }

  /// Refuses a peer: it is off the list, and not heard for ten minutes.
  ///
  /// @throws FleetException if it does not wait
  public void refuse(PeerId peer) {
    if (take(peer).isEmpty()) {
      throw new FleetException(peer + " does not ask to be let in");
    }
    synchronized (waiting) {
      refused.put(peer, wall.instant().plus(REFUSED_FOR));
    }
  }

  /// Hears of every change of the list. Must return quickly. Close to stop.
  public Subscription subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  /// Puts a peer on the list, or notes that it was heard again.
  ///
  /// @return why it was not put there
  Optional<JoinRefusal> ask(PeerId peer, String name, Multiaddr from, List<Multiaddr> addresses) {
    Instant now = wall.instant();
    boolean fresh;
    synchronized (waiting) {
      dropExpired();
      Instant until = refused.get(peer);
      if (until != null && until.isAfter(now)) {
        return Optional.of(
            JoinRefusal.after(Duration.between(now, until), "an operator refused this node"));
      }
      JoinRequest known = waiting.get(peer);
      fresh = known == null;
      if (fresh && (waiting.size() >= MOST || of(from) >= MOST_OF_ONE_MACHINE)) {
        return Optional.of(JoinRefusal.forNow("too many wait to be let in"));
      }
      Instant first = known == null ? now : known.asked();
      waiting.put(peer, new JoinRequest(peer, name, from, addresses, first, now, now.plus(KEPT)));
    }
    if (fresh) {
      tell();
    }
    return Optional.empty();
  }

  private int of(Multiaddr from) {
    Optional<String> machine = from.host();
    return (int) waiting.values().stream().filter(one -> one.from().host().equals(machine)).count();
  }

  private void dropExpired() {
    Instant now = wall.instant();
    waiting.values().removeIf(request -> request.expires().isBefore(now));
    refused.values().removeIf(until -> until.isBefore(now));
  }

  private void tell() {
    listeners.forEach(Runnable::run);
  }
}
