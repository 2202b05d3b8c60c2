package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.TaskState.Result;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A run as its entries make it: the same on every peer that holds them.
///
/// @param id the submission's CID
/// @param lc the submission's logical time
/// @param ts Unix ms by the submitter's clock
/// @param keeper who offers, and seals besides the submitter: itself, or the last operator who
///     adopted the run
/// @param tasks in the file's order
/// @param known the terms of tasks that only the matrix or the results of needs tell, as far as
///     they are known
public record RunState(
    Cid id,
    Submission submission,
    PeerId submitter,
    long lc,
    long ts,
    RunStatus status,
    boolean held,
    int priority,
    Optional<Cancellation> cancellation,
    PeerId keeper,
    List<TaskState> tasks,
    Map<TaskKey, JobTerms> known) {
  /// Copies.
  public RunState {
    tasks = List.copyOf(tasks);
    known = Map.copyOf(known);
  }

  /// The first `run.cancelled` in order.
  public record Cancellation(PeerId by, String reason, long ts) {}

  /// The same with other tasks; where none is assigned any more, neither is the run.
  RunState with(List<TaskState> others) {
    boolean assigned = others.stream().anyMatch(task -> task.status() == RunStatus.ASSIGNED);
    return new RunState(
        id,
        submission,
        submitter,
        lc,
        ts,
        status == RunStatus.ASSIGNED && !assigned ? RunStatus.PENDING : status,
        held,
        priority,
        cancellation,
        keeper,
        others,
        known);
  }

  /// Whether it, or a job of it, is in a concurrency group.
  boolean hasGroups() {
    return submission.terms().group().isPresent()
        || submission.jobs().stream()
            .map(Submission.Job::terms)
            .anyMatch(terms -> !terms.groups().isEmpty() || terms.late().isPresent());
  }

  /// What binds a task to others, as far as it is known.
  JobTerms termsOf(TaskKey key) {
    JobTerms late = known.get(key);
    return late != null
        ? late
        : submission.job(key.job()).map(Submission.Job::terms).orElse(JobTerms.NONE);
  }

  /// A task of the run.
  public Optional<TaskState> task(TaskKey key) {
    for (TaskState task : tasks) { // asked several times per event of a run of any size
      if (task.key().index() == key.index() && task.key().job().equals(key.job())) {
        return Optional.of(task);
      }
    }
    return Optional.empty();
  }

  /// All tasks of a job, by index.
  public List<TaskState> tasksOf(String job) {
    return tasks.stream().filter(task -> task.key().job().equals(job)).toList();
  }

  /// Whether the peer seals results of this run: its submitter always does, since only its seals
  /// are for good; who adopted the run last does until then.
  public boolean isSealedBy(PeerId peer) {
    return peer.equals(keeper) || peer.equals(submitter);
  }

  /// Whether the peer has nothing left to seal: each task is sealed as well as it could seal it, or
  /// cancelled without result.
  public boolean isSettledFor(PeerId peer) {
    return tasks.stream()
        .allMatch(
            task ->
                !lacksSealOf(peer, task)
                    && (task.result().isPresent() || task.status() == RunStatus.CANCELLED));
  }

  /// Whether a result has no seal yet as good as the peer's would be.
  boolean lacksSealOf(PeerId peer, TaskState task) {
    return task.result().isPresent()
        && (peer.equals(submitter) ? !task.sealed() : task.seal() == TaskState.Seal.NONE);
  }

  /// How many tasks have ended.
  public int done() {
    return (int) tasks.stream().filter(task -> task.status().finished()).count();
  }

  /// How many tasks have failed.
  public int failed() {
    return (int) tasks.stream().filter(task -> task.status() == RunStatus.FAILED).count();
  }

  /// Who runs or ran its tasks.
  public Set<PeerId> peers() {
    Set<PeerId> peers = new LinkedHashSet<>();
    for (TaskState task : tasks) {
      task.result()
          .map(Result::peer)
          .or(() -> task.holder().map(TaskState.Claim::peer))
          .ifPresent(peers::add);
    }
    return peers;
  }

  /// When it ended, Unix ms by the clocks of those who ended it; empty while it has not.
  public OptionalLong finishedAt() {
    if (!status.finished()) {
      return OptionalLong.empty();
    }
    long last = cancellation.map(Cancellation::ts).orElse(ts);
    for (TaskState task : tasks) {
      last = Math.max(last, task.result().map(Result::ts).orElse(last));
    }
    return OptionalLong.of(last);
  }

  /// The indices of all tasks of a job, in order.
  public List<Integer> indicesOf(String job) {
    return tasksOf(job).stream().map(task -> task.key().index()).toList();
  }

  /// Whether all that a task's job needs has ended and is sealed.
  public boolean restsOnSealed(TaskKey key) {
    List<String> needs = submission.job(key.job()).map(Submission.Job::needs).orElse(List.of());
    return needs.isEmpty()
        || tasks.stream()
            .filter(task -> needs.contains(task.key().job()))
            .filter(task -> submission.areTogether(key, task.key()))
            .allMatch(task -> task.result().isPresent() && task.sealed());
  }

  /// The results a task rests on, if all are there: of its needs, their needs, and so on.
  public List<Result> inputsOf(TaskKey key) {
    Optional<Submission.Job> job = submission.job(key.job());
    if (job.filter(found -> !found.needs().isEmpty()).isEmpty()) {
      return List.of();
    }
    boolean all = job.get().terms().calls().isEmpty();
    Set<String> ancestors =
        Objects.requireNonNullElse(submission.ancestors().get(key.job()), Set.of());
    List<Result> results = new ArrayList<>();
    for (TaskState task : tasks) {
      if (ancestors.contains(task.key().job())
          && (all || submission.areTogether(key, task.key()))) {
        task.result().ifPresent(results::add);
      }
    }
    return results;
  }

  /// Why a task is not running, in a sentence; empty text when it is, or has ended well.
  ///
  /// @param names how people call a peer
  public String why(TaskState task, Function<PeerId, String> names) {
    return switch (task.waiting()) {
      case HELD -> "The run is held until somebody releases it.";
      case NEEDS -> {
        List<String> open =
            submission.job(task.key().job()).map(Submission.Job::needs).orElse(List.of()).stream()
                .filter(
                    need ->
                        tasksOf(need).stream()
                            .filter(t -> submission.areTogether(task.key(), t.key()))
                            .anyMatch(t -> t.result().isEmpty()))
                .toList();
        yield open.isEmpty()
            ? "Waits until what it needs is sealed, as its matrix rests on that."
            : "Waits for " + String.join(", ", open) + ".";
      }
      case TURN ->
          "Waits for its turn: " + termsOf(task.key()).turns(task.key().job()) + " run at once.";
      case GROUP -> task.note();
      case NOBODY_ELIGIBLE ->
          "No member that takes jobs carries the labels "
              + String.join(
                  ", ",
                  submission
                      .job(task.key().job())
                      .map(job -> job.labels(task.key().index()))
                      .orElse(List.of()))
              + ".";
      case ALL_DECLINED ->
          "All who could run it refused: "
              + task.declined().entrySet().stream()
                  .map(
                      (Map.Entry<PeerId, String> e) ->
                          names.apply(e.getKey()) + ": " + e.getValue())
                  .collect(Collectors.joining("; "))
              + ".";
      case ASSIGNED_PEER ->
          "Assigned by hand to "
              + task.assigned().map(names).orElse("?")
              + ", which has not taken it yet.";
      case OWNER ->
          task.turns().stream()
              .filter(peer -> !task.declined().containsKey(peer))
              .findFirst()
              .map(peer -> "Waits for " + names.apply(peer) + " to take it.")
              .orElse("");
      case NOTHING ->
          task.result()
              .map(result -> result.finished().message())
              .filter(message -> !message.isEmpty())
              .or(() -> takenText(task))
              .or(() -> cancelText(task, names))
              .or(() -> adoptedText(task, names))
              .orElseGet(task::note);
    };
  }

  private static Optional<String> takenText(TaskState task) {
    return task.takenFrom()
        .map(run -> run.toString())
        .map(run -> "Taken over from run …" + run.substring(run.length() - 8) + ", not run again.");
  }

  private Optional<String> adoptedText(TaskState task, Function<PeerId, String> names) {
    return task.seal() == TaskState.Seal.ADOPTER
        ? Optional.of(
            "Sealed by "
                + names.apply(keeper)
                + ", who adopted the run; it is final once its submitter, "
                + names.apply(submitter)
                + ", confirms it.")
        : Optional.empty();
  }

  private Optional<String> cancelText(TaskState task, Function<PeerId, String> names) {
    return task.status() == RunStatus.CANCELLED
        ? cancellation.map(
            c ->
                "Cancelled by "
                    + names.apply(c.by())
                    + (c.reason().isBlank() ? "." : ": " + c.reason()))
        : Optional.empty();
  }
}
