package io.peerdeck.fleet;

import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.libp2p.StreamTimeoutException;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// What peers did to this node, good and bad, fading with time; and the suspension of those that
/// did what no honest peer does: a minute at first, twice as long each time it happens again, an
/// hour at most. Kept in memory, for the peers that did something last. Nobody else is told, so no
/// peer can talk ill of another.
public final class Conduct {
  /// Grave points from which one more grave deed suspends.
  static final double THRESHOLD = 50;

  static final Duration FIRST_SUSPENSION = Duration.ofMinutes(1);
  static final Duration LONGEST_SUSPENSION = Duration.ofHours(1);

  /// Good time after which the next suspension is shorter by a step again.
  static final Duration FORGIVEN = Duration.ofHours(1);

  static final int MAX_PEERS = 1024;
  private static final int LONGEST_STEP = 6;
  // So that even a flood of bad deeds fades within the hour.
  private static final double MAX_POINTS = 1000;
  private static final double MIN_POINTS = 0.005;
  private static final int MAX_TEXT = 200;

  private static final class Tally {
    double points;
    long at;
    long times;
    String last = "";

    Tally(long at) {
      this.at = at;
    }
  }

  private record Weighed(boolean good, double points, String sentence) {}

  private static final class Sheet {
    final Map<Deed, Tally> tallies = new EnumMap<>(Deed.class);
    boolean suspendedBefore;
    long until;
    int step;
  }

  private final PeerId self;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final List<Consumer<PeerId>> listeners = new CopyOnWriteArrayList<>();
  // Of all peers, forgotten ones too. Guarded by this.
  private final Map<Deed, Long> totals = new EnumMap<>(Deed.class);
  // The one that did something longest ago first. Guarded by this.
  private final LinkedHashMap<PeerId, Sheet> sheets = new LinkedHashMap<>();

  /// @param self whose own deeds do not count
  /// @param wall to tell people when a suspension ends
  /// @param nanos a monotonic clock in nanoseconds
  public Conduct(PeerId self, InstantSource wall, LongSupplier nanos) {
    this.self = self;
    this.wall = wall;
    this.nanos = nanos;
  }

  /// Notes one deed.
  ///
  /// @param what its circumstances, for people; may be empty
  public void note(PeerId peer, Deed deed, String what) {
    note(peer, deed, 1, what);
  }

  /// Notes several of one kind.
  ///
  /// @param times how many; none is noted for 0
  /// @param what the circumstances of the last, for people; may be empty
  public void note(PeerId peer, Deed deed, long times, String what) {
    if (times <= 0 || peer.equals(self)) {
      return;
    }
    boolean suspends;
    synchronized (this) {
      long now = nanos.getAsLong();
      totals.merge(deed, times, Long::sum);
      Sheet sheet = Objects.requireNonNullElseGet(sheets.get(peer), Sheet::new);
      sheets.putLast(peer, sheet);
      Tally tally = sheet.tallies.computeIfAbsent(deed, d -> new Tally(now));
      tally.points = Math.min(MAX_POINTS, faded(deed, tally, now) + times * deed.weight());
      tally.at = now;
      tally.times += times;
      tally.last = what.length() <= MAX_TEXT ? what : what.substring(0, MAX_TEXT - 1) + "…";
      suspends = deed.grave() && !suspended(sheet, now) && grave(sheet, now) >= THRESHOLD;
      if (suspends) {
        suspend(sheet, now);
      }
      forget();
    }
    if (suspends) {
      listeners.forEach(listener -> listener.accept(peer));
    }
  }

  /// How often each deed was noted of any peer since this node started; those that never were are
  /// left out.
  public synchronized Map<Deed, Long> totals() {
    return Map.copyOf(totals);
  }

  /// Notes what of a failed conversation is the peer's own doing: a breach, or an answer that did
  /// not come. All else may be the network's, or this node's.
  public void failed(PeerId peer, RuntimeException failure) {
    switch (failure) {
      case ProtocolBreach breach -> note(peer, Deed.BREACH, String.valueOf(breach.getMessage()));
      case StreamTimeoutException late ->
          note(peer, Deed.TIMEOUT, String.valueOf(late.getMessage()));
      default -> {}
    }
  }

  /// A protocol whose peers are judged by how their conversations end.
  public ProtocolBinding watching(ProtocolBinding inner) {
    return new ProtocolBinding() {
      @Override
      public List<String> protocols() {
        return inner.protocols();
      }

      @Override
      public void handle(Stream stream) throws IOException, InterruptedException {
        try {
          inner.handle(stream);
        } catch (ProtocolBreach breach) {
          failed(stream.connection().remotePeer(), breach);
          throw breach;
        }
      }
    };
  }

  /// Whether the peer is shut out now. It is let in again by itself.
  public synchronized boolean suspended(PeerId peer) {
    Sheet sheet = sheets.get(peer);
    return sheet != null && suspended(sheet, nanos.getAsLong());
  }

  /// How the peer stands now.
  public synchronized Repute of(PeerId peer) {
    Sheet sheet = sheets.get(peer);
    if (sheet == null) {
      return Repute.UNKNOWN;
    }
    long now = nanos.getAsLong();
    double good = 0;
    double bad = 0;
    List<Weighed> weighed = new ArrayList<>();
    for (Map.Entry<Deed, Tally> entry : sheet.tallies.entrySet()) {
      Deed deed = entry.getKey();
      double points = faded(deed, entry.getValue(), now);
      if (points < MIN_POINTS) {
        continue;
      }
      good += deed.good() ? points : 0;
      bad += deed.good() ? 0 : points;
      weighed.add(
          new Weighed(
              deed.good(), points, deed.sentence(entry.getValue().times, entry.getValue().last)));
    }
    List<String> reasons =
        weighed.stream()
            .sorted(Comparator.comparing(Weighed::good).thenComparing(w -> -w.points()))
            .map(Weighed::sentence)
            .toList();
    double score = 50 + 50 * good / (good + 10) - 100 * bad / (bad + THRESHOLD);
    return new Repute(
        (int) Math.round(Math.clamp(score, 0, 100)),
        reasons,
        suspended(sheet, now)
            ? Optional.of(wall.instant().plusNanos(sheet.until - now))
            : Optional.empty());
  }

  /// Forgets all the peer did, and lets it in again if it was suspended.
  public void pardon(PeerId peer) {
    boolean known;
    synchronized (this) {
      known = sheets.remove(peer) != null;
    }
    if (known) {
      listeners.forEach(listener -> listener.accept(peer));
    }
  }

  /// Hears of a peer that was suspended or pardoned. Must return quickly. Close to stop.
  public Subscription subscribe(Consumer<PeerId> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private static void suspend(Sheet sheet, long now) {
    if (sheet.suspendedBefore) {
      long goodHours = (now - sheet.until) / FORGIVEN.toNanos();
      sheet.step = Math.clamp(sheet.step + 1 - goodHours, 0, LONGEST_STEP);
    }
    long length = FIRST_SUSPENSION.toNanos() << sheet.step;
    sheet.suspendedBefore = true;
    sheet.until = now + Math.min(length, LONGEST_SUSPENSION.toNanos());
  }

  private static boolean suspended(Sheet sheet, long now) {
    return sheet.suspendedBefore && now - sheet.until < 0;
  }

  private static double grave(Sheet sheet, long now) {
    double points = 0;
    for (Map.Entry<Deed, Tally> entry : sheet.tallies.entrySet()) {
      points += entry.getKey().grave() ? faded(entry.getKey(), entry.getValue(), now) : 0;
    }
    return points;
  }

  private static double faded(Deed deed, Tally tally, long now) {
    return tally.points * Math.pow(0.5, (double) (now - tally.at) / deed.halfLife().toNanos());
  }

  private void forget() {
    if (sheets.size() <= MAX_PEERS) {
      return;
    }
    long now = nanos.getAsLong();
    PeerId eldest =
        sheets.entrySet().stream()
            .filter(entry -> !suspended(entry.getValue(), now))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseGet(() -> sheets.firstEntry().getKey());
    sheets.remove(eldest);
  }
}
