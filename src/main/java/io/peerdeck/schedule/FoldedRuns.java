package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Runs as the clock has them now, for those who ask. A run is folded when it is first asked for,
/// kept, and folded on by its new entries when it is asked for again. The clock's new entries are
/// looked at when somebody asks and before he is answered, so that nobody gets a run as it was
/// before he asked, and nothing is done while nobody does.
///
/// Safe for use by many threads; several that ask for one run wait for one fold.
final class FoldedRuns {
  /// Tasks and entries of the runs that are kept; some 15 MB.
  private static final int ROOM = 10_000;

  /// A run counts as so many besides.
  private static final int LEAST = 10;

  /// With more new entries than these all is folded anew.
  private static final int MOST_NEWS = 500;

  private final MerkleClock<Roster> clock;
  private final RunHistory history;
  private final int room;
  private final Map<Cid, Fold> kept = new LinkedHashMap<>(16, 0.75f, true);
  private int used;
  private long followed;
  private int equivocations;

  FoldedRuns(MerkleClock<Roster> clock, RunHistory history) {
    this(clock, history, ROOM);
  }

  /// @param room tasks and entries of the runs that are kept
  FoldedRuns(MerkleClock<Roster> clock, RunHistory history, int room) {
    this.clock = clock;
    this.history = history;
    this.room = room;
  }

  /// A run that somebody asked for. What grows is folded on, entry by entry.
  private final class Fold {
    private final Cid run;
    private final Queue<Entry> news = new ConcurrentLinkedQueue<>();
    private Optional<GrowingFold> growing = Optional.empty();
    private int weight = LEAST; // guarded by FoldedRuns.this

    Fold(Cid run) {
      this.run = run;
    }

    synchronized Optional<RunState> state() {
      Optional<GrowingFold> known = growing;
      growing = Optional.empty(); // until it has taken all that is new
      if (known.isEmpty()) {
        known = load();
      }
      known.ifPresent(fold -> fold.add(taken()));
      Optional<RunState> state = known.flatMap(GrowingFold::state);
      growing = known;
      return state;
    }

    private List<Entry> taken() {
      List<Entry> more = new ArrayList<>();
      for (Entry next = news.poll(); next != null; next = news.poll()) {
        more.add(next);
      }
      return more;
    }

    private Optional<GrowingFold> load() {
      Optional<RunFold> found = clock.get(run).flatMap(entry -> RunFold.of(history, entry));
      if (found.isEmpty()) {
        return Optional.empty();
      }
      List<Entry> entries = clock.entriesOf(run.toString());
      weigh(this, LEAST + found.get().submission().tasks().size() + entries.size());
      return Optional.of(new GrowingFold(found.get(), entries));
    }
  }

  /// The run as its entries make it, without its concurrency groups; empty if there is none.
  Optional<RunState> state(Cid run) {
    return find(run).state();
  }

  /// How many are kept.
  synchronized int size() {
    return kept.size();
  }

  private synchronized Fold find(Cid run) {
    follow();
    Fold known = kept.get(run);
    if (known != null) {
      return known;
    }
    Fold fold = new Fold(run);
    kept.put(run, fold);
    used += fold.weight;
    makeRoom();
    return fold;
  }

  private synchronized void weigh(Fold fold, int weight) {
    if (fold.equals(kept.get(fold.run))) {
      used += weight - fold.weight;
      fold.weight = weight;
      makeRoom();
    }
  }

  /// Drops those asked for longest ago, but never the last one.
  private void makeRoom() {
    Iterator<Fold> eldest = kept.values().iterator();
    while (used > room && kept.size() > 1) {
      used -= eldest.next().weight;
      eldest.remove();
    }
  }

  /// Gives the entries that are new in the clock to the runs they are about. What these say after
  /// this rests on all of them.
  private void follow() {
    long now = clock.size();
    if (now <= followed) {
      return;
    }
    if (kept.isEmpty() || now - followed > MOST_NEWS) {
      clear();
    } else {
      // No further than the clock has published: what counts beyond is not decided yet.
      tell(clock.entriesSince(followed, (int) (now - followed)));
    }
    followed = now;
  }

  private void tell(List<StoredEntry> news) {
    int proofs = clock.equivocations().size();
    boolean others = proofs != equivocations;
    equivocations = proofs;
    for (StoredEntry stored : news) {
      Entry entry = stored.entry();
      others |= FleetEffect.mayChangeOthers(entry.kind());
      LiveRuns.runOf(entry)
          .filter(run -> !run.equals(entry.cid())) // a submission; its run was not found until now
          .map(kept::get)
          .ifPresent(fold -> tell(fold, entry));
    }
    if (others) {
      clear(); // entries of others may have lost or gained their effect
    }
    makeRoom();
  }

  private void tell(Fold fold, Entry entry) {
    fold.news.add(entry);
    fold.weight++;
    used++;
  }

  private void clear() {
    kept.clear();
    used = 0;
    equivocations = clock.equivocations().size();
  }
}
