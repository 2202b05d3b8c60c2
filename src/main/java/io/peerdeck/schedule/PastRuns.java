package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.EntryFilter;
import io.peerdeck.clock.EntryPosition;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.fleet.FleetEffect;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The runs as they were when some entry was the newest in the total order.
///
/// Runs without an entry behind that place are now as they were then, so their rows serve; only the
/// others, those that were on their way, are folded again from their entries up to it. Without a
/// question for status or peer that is those of the page alone.
final class PastRuns {
  private static final int PAGE = 1000;

  private final MerkleClock<Roster> clock;
  private final FleetEffect effect;
  private final RunTable table;
  private final Function<RunState, String> waits;

  PastRuns(
      MerkleClock<Roster> clock,
      FleetEffect effect,
      RunTable table,
      Function<RunState, String> waits) {
    this.clock = clock;
    this.effect = effect;
    this.table = table;
    this.waits = waits;
  }

  RunList list(EntryPosition last, RunFilter filter) {
    FleetEffect then = effect.upTo(last);
    RunHistory history = new ClockHistory(clock, then);
    Set<Cid> judgedOtherwise = touchedBy(effect.judgedOtherwise(then), last);
    boolean byState = !filter.statuses().isEmpty() || filter.peer().isPresent();
    List<Found> found = new ArrayList<>();
    for (RunTable.Candidate run : candidates(last, filter, judgedOtherwise)) {
      if (!run.touched() && !judgedOtherwise.contains(run.id())) {
        if (run.matches()) {
          found.add(new Found(run.id(), false, Optional.empty()));
        }
      } else if (byState) {
        Optional<RunRow> row = fold(history, run.id(), last).map(this::row);
        if (row.filter(past -> matches(filter, past)).isPresent()) {
          found.add(new Found(run.id(), true, row));
        }
      } else {
        found.add(new Found(run.id(), true, Optional.empty()));
      }
    }
    List<Found> page = found.stream().skip(filter.offset()).limit(filter.limit()).toList();
    Map<Cid, RunRow> untouched =
        table
            .rows(
                page.stream()
                    .filter(run -> !run.touched())
                    .map(run -> run.id().toString())
                    .toList())
            .stream()
            .collect(Collectors.toMap(RunRow::id, row -> row));
    return new RunList(
        page.stream()
            .flatMap(
                run ->
                    run.touched()
                        ? run.row().or(() -> fold(history, run.id(), last).map(this::row)).stream()
                        : Stream.ofNullable(untouched.get(run.id())))
            .toList(),
        found.size());
  }

  /// A run of the answer; its row is read or folded when it is shown.
  private record Found(Cid id, boolean touched, Optional<RunRow> row) {}

  private List<RunTable.Candidate> candidates(
      EntryPosition last, RunFilter filter, Set<Cid> judgedOtherwise) {
    List<RunTable.Candidate> all = new ArrayList<>(table.submittedUpTo(last.lc(), filter));
    all.removeIf(run -> run.lc() == last.lc() && run.id().compareTo(last.cid()) > 0);
    Set<Cid> listed = new HashSet<>();
    all.forEach(run -> listed.add(run.id()));
    // A submission that lost its effect since has no row; its filter is judged by the fold.
    for (Cid id : judgedOtherwise) {
      if (!listed.contains(id)) {
        clock
            .get(id)
            .filter(entry -> entry.kind().equals(Submission.KIND))
            .filter(entry -> fixedMatch(filter, entry))
            .ifPresent(entry -> all.add(new RunTable.Candidate(id, entry.lc(), false, true)));
      }
    }
    all.sort(
        Comparator.comparingLong(RunTable.Candidate::lc)
            .thenComparing(run -> run.id().toString())
            .reversed());
    return all;
  }

  /// The runs that entries of these authors name or are.
  private Set<Cid> touchedBy(Collection<PeerId> authors, EntryPosition last) {
    Set<Cid> runs = new HashSet<>();
    for (PeerId author : authors) {
      EntryFilter own = new EntryFilter(Optional.empty(), Optional.empty(), Optional.of(author));
      Optional<EntryPosition> place = Optional.empty();
      List<StoredEntry> page = clock.search().below(own, place, PAGE);
      while (!page.isEmpty()) {
        for (StoredEntry stored : page) {
          if (stored.entry().position().compareTo(last) <= 0) {
            LiveRuns.runOf(stored.entry()).ifPresent(runs::add);
          }
        }
        place = Optional.of(page.getLast().entry().position());
        page = clock.search().below(own, place, PAGE);
      }
    }
    return runs;
  }

  private Optional<RunState> fold(RunHistory history, Cid id, EntryPosition last) {
    List<Entry> upTo = clock.search().ofKey(id.toString(), last);
    return clock
        .get(id)
        .filter(submitted -> submitted.position().compareTo(last) <= 0)
        .flatMap(submitted -> RunFold.of(history, submitted))
        .flatMap(fold -> fold.state(upTo));
  }

  private RunRow row(RunState run) {
    return new RunRow(
        run.id(),
        run.submission().name(run.id()),
        run.submission().file(),
        run.submission().tags(),
        run.status(),
        run.held(),
        run.priority(),
        run.submitter(),
        run.ts(),
        run.finishedAt(),
        run.tasks().size(),
        run.done(),
        run.failed(),
        List.copyOf(run.peers()),
        OptionalInt.empty(),
        waits.apply(run));
  }

  private static boolean matches(RunFilter filter, RunRow row) {
    return (filter.statuses().isEmpty() || filter.statuses().contains(row.status()))
        && filter.peer().map(row.peers()::contains).orElse(true);
  }

  private boolean fixedMatch(RunFilter filter, Entry submitted) {
    return RunFold.of(new ClockHistory(clock, effect), submitted)
        .map(RunFold::submission)
        .filter(
            submission ->
                contains(submission.name(submitted.cid()), filter)
                    || contains(submission.file(), filter)
                    || contains(submitted.cid().toString(), filter))
        .filter(
            submission ->
                filter.tag().isEmpty()
                    || submission.tags().stream().anyMatch(filter.tag().get()::equalsIgnoreCase))
        .filter(s -> filter.from().map(t -> submitted.ts() >= t.toEpochMilli()).orElse(true))
        .filter(s -> filter.until().map(t -> submitted.ts() < t.toEpochMilli()).orElse(true))
        .isPresent();
  }

  private static boolean contains(String text, RunFilter filter) {
    return text.toLowerCase(java.util.Locale.ROOT)
        .contains(filter.text().strip().toLowerCase(java.util.Locale.ROOT));
  }
}
