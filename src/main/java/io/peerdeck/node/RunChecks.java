package io.peerdeck.node;

import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.github.watch.QueuedRun;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.runner.SandboxLimits;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.PlannedJob;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowException;
import io.peerdeck.workflow.WorkflowTag;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What is checked, in this order, before this machine runs a task; the first that refuses is told.
/// Signatures and the author's membership when it wrote are checked before an entry is stored at
/// all, so the first check here is of who is a member now.
///
/// @param checks in order
record RunChecks(List<Check> checks) {
  /// What is looked at.
  ///
  /// @param authors the submitter, and who made the results the task rests on
  record Asked(RunState run, TaskKey task, Set<PeerId> authors) {}

  /// One check.
  ///
  /// @param name for people
  /// @param refusal why the task may not run here; empty if nothing speaks against it
  record Check(String name, Function<Asked, Optional<String>> refusal) {}

  /// What the checks look into.
  interface Sight {
    Optional<Member> member(PeerId peer);

    /// Whether an author wrote two histories.
    boolean frozen(PeerId peer);

    PeerId self();

    String name(PeerId peer);

    /// Why a peer's work may not run here, for lack of trust or of a sandbox.
    Optional<String> distrust(PeerId peer);

    /// The file, if it is held here.
    Optional<SubmittedFiles.Opened> file(RunState run);

    /// Why the file cannot be run, if it is held here.
    Optional<String> fault(RunState run, TaskKey task);

    /// Bytes of the snapshot, if it is held here.
    Optional<Long> snapshotBytes(RunState run);

    /// Why the secrets a job names cannot be used here, if its file is held.
    Optional<String> secrets(RunState run, TaskKey task);

    Optional<String> approval(RunState run);
  }

  /// The checks of this version.
  static RunChecks of(Sight sight) {
    return new RunChecks(
        List.of(
            new Check("membership", asked -> membership(sight, asked)),
            new Check("trust", asked -> trust(sight, asked)),
            new Check("role and labels", asked -> roleAndLabels(sight, asked)),
            new Check("tag", asked -> tag(sight, asked)),
            new Check("limits", asked -> limits(sight, asked)),
            new Check("file and uses", asked -> sight.fault(asked.run(), asked.task())),
            new Check("secrets", asked -> sight.secrets(asked.run(), asked.task())),
            new Check("approval", asked -> sight.approval(asked.run()))));
  }

  Optional<String> refusal(Asked asked) {
    return checks.stream().flatMap(check -> check.refusal().apply(asked).stream()).findFirst();
  }

  /// Who answers for the run: its submitter, or the operator who adopted it.
  private static Optional<String> membership(Sight sight, Asked asked) {
    PeerId keeper = asked.run().keeper();
    if (sight.member(keeper).isEmpty()) {
      return Optional.of(sight.name(keeper) + " is no member of this fleet any more");
    }
    return sight.frozen(keeper)
        ? Optional.of(
            sight.name(keeper) + " has signed two different histories and counts for neither")
        : Optional.empty();
  }

  private static Optional<String> trust(Sight sight, Asked asked) {
    return asked.authors().stream()
        .flatMap(author -> sight.distrust(author).stream())
        .sorted()
        .findFirst();
  }

  private static Optional<String> roleAndLabels(Sight sight, Asked asked) {
    PeerId keeper = asked.run().keeper();
    if (sight.member(keeper).filter(member -> member.is(Role.OPERATOR)).isEmpty()) {
      return Optional.of(sight.name(keeper) + " is no operator and may not submit runs");
    }
    Set<String> wanted =
        asked
            .run()
            .submission()
            .job(asked.task().job())
            .map(job -> Set.copyOf(job.runsOn()))
            .orElse(Set.of());
    return notCarried(sight, wanted).or(() -> lateLabels(sight, asked));
  }

  private static Optional<String> notCarried(Sight sight, Set<String> wanted) {
    return sight.member(sight.self()).filter(own -> own.carries(wanted)).isPresent()
        ? Optional.empty()
        : Optional.of("this machine does not carry all of the labels " + String.join(", ", wanted));
  }

  /// The labels of a task whose matrix rests on needed jobs; none before these are over.
  private static Optional<String> lateLabels(Sight sight, Asked asked) {
    return sight
        .file(asked.run())
        .filter(file -> file.plan().job(asked.task().job()).flatMap(PlannedJob::late).isPresent())
        .flatMap(file -> labels(file, asked))
        .flatMap(wanted -> notCarried(sight, wanted));
  }

  private static Optional<Set<String>> labels(SubmittedFiles.Opened file, Asked asked) {
    RunState run = asked.run();
    try {
      return Optional.of(
          Set.copyOf(
              file.instance(
                      asked.task(),
                      JobInputs.needs(run.inputsOf(asked.task()), file.job(asked.task().job())),
                      run.indicesOf(asked.task().job()))
                  .runsOn()));
    } catch (NodeException | WorkflowException notYet) {
      return Optional.empty(); // it does not run then, and says why when it is its turn
    }
  }

  /// A submission may say no tag, where its submitter chose so, but none its file does not have;
  /// besides, which run of GitHub's it stands for.
  private static Optional<String> tag(Sight sight, Asked asked) {
    List<String> said =
        asked.run().submission().tags().stream()
            .filter(tag -> !tag.startsWith(QueuedRun.TAG))
            .toList();
    return sight
        .file(asked.run())
        .map(SubmittedFiles.Opened::workflow)
        .map(Workflow::tags)
        .map(tags -> tags.stream().map(WorkflowTag::text).toList())
        .filter(tags -> !tags.equals(said))
        .map(
            tags ->
                "the submission says the file has the tags "
                    + (said.isEmpty() ? "none" : String.join(", ", said))
                    + ", it has "
                    + (tags.isEmpty() ? "none" : String.join(", ", tags)));
  }

  private static Optional<String> limits(Sight sight, Asked asked) {
    long most = SandboxLimits.standard().disk();
    return sight
        .snapshotBytes(asked.run())
        .filter(bytes -> bytes > most)
        .map(
            bytes ->
                "its workspace snapshot has "
                    + bytes
                    + " bytes, a job here may have "
                    + most
                    + " in all");
  }
}
