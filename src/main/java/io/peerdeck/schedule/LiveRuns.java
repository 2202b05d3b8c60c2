package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the clock from a watermark: folds the runs that new entries name, gathers their rows,
/// and keeps the most urgent unfinished ones in memory. Belongs to the event loop's thread.
final class LiveRuns {
  private static final Logger LOG = LoggerFactory.getLogger(LiveRuns.class);

  /// How many runs are kept in memory; the rest waits in the table until there is room.
  private static final int ROOM = 2000;

  private static final int PAGE = 500;
  private static final int REFILL = 100;

  private final MerkleClock<Roster> clock;
  private final FleetEffect effect;
  private final RunHistory history;
  private final RunTable table;
  private final Map<Cid, LiveRun> loaded = new LinkedHashMap<>();
  private final ConcurrencyGroups groups = new ConcurrencyGroups();
  private int equivocations;
  private final PendingRows rows;
  private long read;
  private boolean opening = true;
  private boolean moreInTable = true;
  private boolean filling = true;

  LiveRuns(MerkleClock<Roster> clock, FleetEffect effect, RunTable table) {
    this.clock = clock;
    this.effect = effect;
    this.history = new ClockHistory(clock, effect);
    this.table = table;
    this.read = table.watermark();
    this.rows = new PendingRows(table, read, this::row);
    this.equivocations = clock.equivocations().size();
  }

  /// The runs in memory; a copy, since looking at one may unload it.
  List<LiveRun> all() {
    return List.copyOf(loaded.values());
  }

  Optional<LiveRun> get(Cid id) {
    return Optional.ofNullable(loaded.get(id));
  }

  /// A run in memory as its concurrency groups let it.
  Optional<RunState> state(LiveRun run) {
    Optional<RunState> state = run.state();
    state.ifPresent(groups::follow); // as it is now: a task that is ready must find its group
    return state.map(groups::judged);
  }

  ConcurrencyGroups groups() {
    return groups;
  }

  void unload(LiveRun run) {
    loaded.remove(run.id());
  }

  /// One page of new entries: folds the runs they name, whose rows are then to be written.
  ///
  /// @return whether there are more than one page
  boolean catchUp() {
    List<StoredEntry> page = clock.entriesSince(read, PAGE);
    if (page.isEmpty()) {
      return false;
    }
    List<Entry> news = page.stream().map(StoredEntry::entry).toList();
    Map<Cid, List<Entry>> touched = touched(news);
    boolean rejudged = effectsMoved(news);
    if (rejudged) {
      effectChanged(news, touched);
    }
    touched.forEach((id, entries) -> follow(id, entries, rejudged));
    for (Cid id : groups.moved()) {
      if (!touched.containsKey(id)) {
        follow(id, List.of(), false);
      }
    }
    read = page.getLast().row();
    rows.upTo(read);
    return page.size() == PAGE;
  }

  /// The rows of the runs folded since, to be written for the lists.
  PendingRows rows() {
    return rows;
  }

  /// Rows are durable.
  void written(PendingRows.Rows done) {
    moreInTable |= done.waiting();
  }

  /// Folds a run again after entries of this node, before the clock hands them back.
  void learn(Cid id, List<Entry> entries) {
    LiveRun run = loaded.get(id);
    if (run != null) {
      run.learn(entries);
    }
  }

  /// Loads waiting runs from the table, a few at a time: at open those in progress first, later
  /// whenever half the room is free.
  void refill() {
    if (opening) {
      opening = false;
      table.inProgress(ROOM).forEach(this::keep);
    }
    filling = moreInTable && loaded.size() < (filling ? ROOM : ROOM / 2);
    if (filling) {
      int before = loaded.size();
      table.live(before + REFILL).forEach(this::keep);
      moreInTable = loaded.size() > before;
    }
  }

  private void keep(Cid id) {
    if (!loaded.containsKey(id)) {
      load(id)
          .ifPresent(
              run -> {
                loaded.put(id, run);
                run.state().ifPresent(groups::follow);
              });
    }
  }

  private Map<Cid, List<Entry>> touched(List<Entry> news) {
    Map<Cid, List<Entry>> touched = new LinkedHashMap<>();
    boolean members = false;
    for (Entry entry : news) {
      members |= entry.key().equals("member");
      runOf(entry).ifPresent(id -> touched.computeIfAbsent(id, i -> new ArrayList<>()).add(entry));
    }
    if (members) { // slots, labels, who is there: anything may be possible now
      loaded.values().forEach(run -> run.nextLook = Long.MIN_VALUE);
    }
    return touched;
  }

  /// Whether entries of others may have lost or gained their effect by these.
  private boolean effectsMoved(List<Entry> news) {
    int proofs = clock.equivocations().size();
    boolean moved =
        proofs != equivocations
            || news.stream().anyMatch(entry -> FleetEffect.mayChangeOthers(entry.kind()));
    equivocations = proofs;
    return moved;
  }

  /// The runs that such entries name change, and if one was a submission, runs come or go. That is
  /// rare, so then every run is looked at.
  private void effectChanged(List<Entry> news, Map<Cid, List<Entry>> touched) {
    for (String key : effect.keysToRefold(news)) {
      if (key.equals(Submission.KEY)) {
        clock
            .entriesOf(Submission.KEY)
            .forEach(entry -> touched.putIfAbsent(entry.cid(), List.of()));
      } else {
        cid(key).ifPresent(id -> touched.putIfAbsent(id, List.of()));
      }
    }
  }

  /// The run an entry is about, if it is about one.
  static Optional<Cid> runOf(Entry entry) {
    return entry.kind().equals(Submission.KIND) && entry.key().equals(Submission.KEY)
        ? Optional.of(entry.cid())
        : cid(entry.key());
  }

  /// The CID that a key is, if it is one; the keys of other rooms are words.
  private static Optional<Cid> cid(String key) {
    if (!key.startsWith("baf")) {
      return Optional.empty();
    }
    try {
      return Optional.of(Cid.parse(key));
    } catch (MultiformatException other) {
      LOG.debug("the key {} names no run: {}", key, other.getMessage());
      return Optional.empty();
    }
  }

  /// Notes the run's state as it is now, unless there is no such run.
  private void follow(Cid id, Collection<Entry> entries, boolean rejudged) {
    LiveRun run = loaded.get(id);
    if (run == null) {
      Optional<LiveRun> found = load(id);
      if (found.isEmpty()) {
        return;
      }
      run = found.get();
    } else {
      run.learn(entries);
      if (rejudged) {
        run.rejudge();
      }
    }
    Optional<RunState> state = run.state();
    state.ifPresentOrElse(groups::follow, () -> groups.forget(id));
    rows.put(id, state);
    if (state.isEmpty()) {
      loaded.remove(id);
    } else if (isLive(state.get())) {
      if (loaded.size() < (isUrgent(state.get()) ? 2 * ROOM : ROOM) || hasBegun(state.get())) {
        loaded.put(id, run);
      } else if (!loaded.containsKey(id)) {
        rows.waits();
      }
    } // else the loop unloads it after a last look, which stops what still runs of it
  }

  private RunTable.Change row(Cid id, Optional<RunState> folded) {
    Optional<RunState> state = folded.map(groups::judged);
    String waits = state.map(this::waits).orElse("");
    return new RunTable.Change(id, state, state.filter(this::isLive).isPresent(), waits);
  }

  private Optional<LiveRun> load(Cid id) {
    return clock
        .get(id)
        .flatMap(submitted -> RunFold.of(history, submitted))
        .map(fold -> new LiveRun(id, fold, clock.entriesOf(id.toString()), table.seen(id)));
  }

  /// Whether this node may have something to do for it: it is not over, or waits for its seals.
  boolean isLive(RunState run) {
    return !run.status().finished()
        || (run.isSealedBy(clock.self()) && !run.isSettledFor(clock.self()));
  }

  /// Runs that have begun are watched however many wait: their leases may lapse.
  private static boolean hasBegun(RunState run) {
    return run.status() == RunStatus.IN_PROGRESS || run.status().finished();
  }

  private static boolean isUrgent(RunState run) {
    return run.priority() < Submission.DEFAULT_PRIORITY;
  }

  private String waits(RunState run) {
    return waits(clock.currentView(), run);
  }

  /// Why the first waiting task of a run waits; empty text if none does.
  static String waits(Roster roster, RunState run) {
    return run.tasks().stream()
        .filter(task -> task.waiting() != TaskState.Wait.NOTHING)
        .filter(task -> task.waiting() != TaskState.Wait.NEEDS)
        .findFirst()
        .map(task -> run.why(task, peer -> name(roster, peer)))
        .orElse("");
  }

  private static String name(Roster roster, PeerId peer) {
    String text = peer.toString();
    return roster.member(peer).map(Member::name).orElse("…" + text.substring(text.length() - 8));
  }
}
