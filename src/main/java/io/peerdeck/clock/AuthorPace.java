package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How fast one author's entries are taken in: a flood is slowed, never refused (DESIGN §2). Each
/// author has a token bucket; a stream that brought more of its entries than there were tokens is
/// read on after a pause, so that flow control slows whoever sends them. Other streams go on.
///
/// A history that was there before is no flood. While this node catches up, nothing is slowed; from
/// the first round of a sync that brought all the other side had, only what a peer sends of itself;
/// and from the first time two sides held the same, every author. A node that was in touch with
/// nobody for two minutes catches up again.
public final class AuthorPace {
  /// No pause is longer; well below the inactivity that ends a sync's stream.
  static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /// Without any sync for this long, a node has to catch up.
  static final Duration AWAY = Duration.ofMinutes(2);

  static final int MAX_AUTHORS = 4096;
  private static final int STANDARD_BURST = 100_000;
  private static final int STANDARD_PER_SECOND = 1000;

  /// Lets time pass.
  @FunctionalInterface
  public interface Pause {
    /// Returns after so many nanoseconds.
    void nanos(long nanos) throws InterruptedException;
  }

  private enum Stage {
    CATCHING_UP,
    HAS_SOMEBODYS_HISTORY,
    IN_STEP
  }

  private final long burstNanos;
  private final long nanosPerEntry;
  private final LongSupplier nanos;
  private final Pause pause;
  // When each author's bucket is full again; the one that wrote longest ago first. Guarded by this.
  private final LinkedHashMap<PeerId, Long> fullAt = new LinkedHashMap<>();
  private Stage stage = Stage.CATCHING_UP;
  private long lastTouch;

  /// @param burst entries of one author that are taken at once
  /// @param perSecond entries of one author a second from then on
  /// @param nanos a monotonic clock in nanoseconds
  /// @param pause waits on that clock
  public AuthorPace(int burst, int perSecond, LongSupplier nanos, Pause pause) {
    this.nanosPerEntry = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.burstNanos = burst * nanosPerEntry;
    this.nanos = nanos;
    this.pause = pause;
  }

  /// 100,000 entries at once, then 1,000 a second.
  public static AuthorPace standard(LongSupplier nanos) {
    return new AuthorPace(STANDARD_BURST, STANDARD_PER_SECOND, nanos, TimeUnit.NANOSECONDS::sleep);
  }

  /// One round of a sync begins.
  synchronized Round begin(PeerId source) {
    if (stage != Stage.CATCHING_UP && nanos.getAsLong() - lastTouch > AWAY.toNanos()) {
      stage = Stage.CATCHING_UP;
    }
    return new Round(source, stage);
  }

  /// Takes the tokens and tells how many nanoseconds to wait for them.
  private synchronized long take(Map<PeerId, Integer> counts) {
    long now = nanos.getAsLong();
    lastTouch = now;
    long wait = 0;
    for (Map.Entry<PeerId, Integer> count : counts.entrySet()) {
      Long full = fullAt.remove(count.getKey());
      long from = full == null || full - now < 0 ? now : full;
      long next = from + count.getValue() * nanosPerEntry;
      fullAt.putLast(count.getKey(), next);
      wait = Math.max(wait, next - now - burstNanos);
    }
    while (fullAt.size() > MAX_AUTHORS) {
      fullAt.pollFirstEntry();
    }
    return Math.min(wait, LONGEST_PAUSE.toNanos());
  }

  private synchronized void ended(boolean same) {
    lastTouch = nanos.getAsLong();
    if (same) {
      stage = Stage.IN_STEP;
    } else if (stage == Stage.CATCHING_UP) {
      stage = Stage.HAS_SOMEBODYS_HISTORY;
    }
  }

  synchronized int authors() {
    return fullAt.size();
  }

  /// What one peer sends in one round.
  final class Round {
    private final PeerId source;
    private final Stage stage;

    private Round(PeerId source, Stage stage) {
      this.source = source;
      this.stage = stage;
    }

    /// Waits as long as the authors of these new entries are ahead of their pace.
    void took(List<Entry> entries) {
      if (stage == Stage.CATCHING_UP) {
        return;
      }
      Map<PeerId, Integer> counts = new LinkedHashMap<>();
      for (Entry entry : entries) {
        if (stage == Stage.IN_STEP || entry.author().equals(source)) {
          counts.merge(entry.author(), 1, Integer::sum);
        }
      }
      long wait = take(counts);
      if (wait > 0) {
        try {
          pause.nanos(wait);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new ClockException("interrupted while slowing down " + source, e);
        }
      }
    }

    /// All the peer had at the start of the round is here.
    ///
    /// @param same whether both sides held the same entries already
    void ended(boolean same) {
      AuthorPace.this.ended(same);
    }
  }
}
