package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the entries of a run say, sorted by what they are about, in the clock's order whatever the
/// order they came in. Remembers what it was told of since somebody last asked.
final class RunNotes {
  private static final Comparator<Note> BY_ENTRY = Comparator.comparing(Note::entry);

  private final RunFold run;
  private final Map<TaskKey, List<Note>> byTask = new HashMap<>();
  private final List<Note> ofRun = new ArrayList<>();
  private final Set<TaskKey> touched = new HashSet<>();
  private boolean allTouched = true;
  private boolean held;
  private int priority;
  private PeerId keeper;
  private List<Note> adoptions = List.of();
  private List<Entry> cancels = List.of();
  private @Nullable Note cancelled;

  RunNotes(RunFold run) {
    this.run = run;
    this.held = run.submission().held();
    this.priority = run.submission().priority();
    this.keeper = run.submitted().author();
  }

  /// An entry and what it says.
  record Note(Entry entry, RunEvent event, boolean allowed, boolean effect) {}

  /// Takes one more, wherever it stands in order.
  void add(Note note) {
    switch (note.event()) {
      case RunEvent.Assigned e -> about(e.task(), note);
      case RunEvent.Offered e -> about(e.task(), note);
      case RunEvent.Claimed e -> about(e.task(), note);
      case RunEvent.Declined e -> about(e.task(), note);
      case RunEvent.Finished e -> about(e.task(), note);
      case RunEvent.Sealed e -> about(e.task(), note);
      case RunEvent.Prioritised e -> ofRun(note);
      case RunEvent.Adopted e -> ofRun(note);
      case RunEvent.Held e -> ofRun(note);
      case RunEvent.Released e -> ofRun(note);
      case RunEvent.Cancelled e -> ofRun(note);
      case Submission e -> {} // a second submission under a run's key says nothing
    }
  }

  private void about(TaskKey task, Note note) {
    insert(byTask.computeIfAbsent(task, key -> new ArrayList<>()), note);
    touched.add(task);
  }

  private void ofRun(Note note) {
    insert(ofRun, note);
    allTouched = true;
  }

  private static void insert(List<Note> notes, Note note) {
    if (notes.isEmpty() || notes.getLast().entry().compareTo(note.entry()) < 0) {
      notes.add(note);
    } else {
      int place = Collections.binarySearch(notes, note, BY_ENTRY);
      notes.add(place < 0 ? -place - 1 : place, note);
    }
  }

  /// Sums up what is said of the run as a whole; to be called after the last [#add].
  void sum() {
    held = run.submission().held();
    priority = run.submission().priority();
    keeper = run.submitted().author();
    cancelled = null;
    List<Note> adopted = new ArrayList<>();
    List<Entry> ends = new ArrayList<>();
    for (Note note : ofRun) {
      if (note.event() instanceof RunEvent.Adopted) {
        adopted.add(note);
      }
      if (note.effect()) {
        switch (note.event()) {
          case RunEvent.Adopted e -> keeper = note.entry().author();
          case RunEvent.Held e -> held = true;
          case RunEvent.Released e -> held = false;
          case RunEvent.Prioritised e -> priority = e.priority();
          case RunEvent.Cancelled e -> {
            ends.add(note.entry());
            cancelled = cancelled == null ? note : cancelled;
          }
          default -> {}
        }
      }
    }
    adoptions = adopted;
    cancels = ends;
  }

  /// The tasks whose own notes or the run's changed since this was last asked.
  Touched touched() {
    Touched now = new Touched(allTouched, Set.copyOf(touched));
    allTouched = false;
    touched.clear();
    return now;
  }

  /// @param all whether every task may stand otherwise
  record Touched(boolean all, Set<TaskKey> tasks) {
    boolean any(TaskKey task) {
      return all || tasks.contains(task);
    }

    boolean ofJob(String job) {
      return all || tasks.stream().anyMatch(task -> task.job().equals(job));
    }
  }

  List<Note> of(TaskKey task) {
    return byTask.getOrDefault(task, List.of());
  }

  boolean held() {
    return held;
  }

  int priority() {
    return priority;
  }

  /// The last operator who adopted the run, else its submitter.
  PeerId keeper() {
    return keeper;
  }

  /// Cancellations with effect, in order.
  List<Entry> cancels() {
    return cancels;
  }

  /// Whether the author of an offer or seal speaks for the run: its submitter, or an operator whose
  /// adoption came before.
  boolean speaksForRun(Entry entry) {
    return entry.author().equals(run.submitted().author())
        || adoptions.stream()
            .anyMatch(
                adoption ->
                    adoption.allowed
                        && adoption.entry.author().equals(entry.author())
                        && run.before(adoption.entry, entry));
  }

  Optional<RunState.Cancellation> cancellation() {
    return Optional.ofNullable(cancelled)
        .map(
            note ->
                new RunState.Cancellation(
                    note.entry.author(),
                    ((RunEvent.Cancelled) note.event).reason(),
                    note.entry.ts()));
  }
}
