package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.ApprovalRule;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.fleet.Roster;
import io.peerdeck.fleet.Trust;
import io.peerdeck.fleet.TrustLevel;
import io.peerdeck.fleet.TrustPolicy;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.ClaimPolicy;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.ExpressionException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// What this node runs: what passes [RunChecks] as this machine sees them.
final class OwnPolicy implements ClaimPolicy, RunChecks.Sight {
  private static final int KEPT = 200;

  private final MerkleClock<Roster> clock;
  private final TrustPolicy trust;
  private final WaitingApprovals approvals;
  private final SubmittedFiles submitted;
  private final Confinement confinement;
  private final LocalSecrets secrets;
  private final Function<PeerId, String> names;
  private final ToLongFunction<Cid> sizes;
  private final RunChecks checks = RunChecks.of(this);
  private final Cache<Named, Set<String>> named = Caffeine.newBuilder().maximumSize(KEPT).build();
  private final Cache<Cid, Long> measured = Caffeine.newBuilder().maximumSize(KEPT).build();

  private record Named(Cid workflow, String job) {}

  /// @param sizes bytes of a snapshot; -1 while it is not held
  OwnPolicy(
      MerkleClock<Roster> clock,
      TrustPolicy trust,
      WaitingApprovals approvals,
      SubmittedFiles submitted,
      Confinement confinement,
      LocalSecrets secrets,
      Function<PeerId, String> names,
      ToLongFunction<Cid> sizes) {
    this.clock = clock;
    this.trust = trust;
    this.approvals = approvals;
    this.submitted = submitted;
    this.confinement = confinement;
    this.secrets = secrets;
    this.names = names;
    this.sizes = sizes;
    trust.unchosen(this::unchosen);
  }

  /// Operators' runs work without being asked for, in a sandbox.
  private Trust unchosen(PeerId peer) {
    return member(peer).filter(member -> member.is(Role.OPERATOR)).isPresent()
            && confinement.sandbox().isPresent()
        ? new Trust(TrustLevel.SANDBOXED, ApprovalRule.NEVER)
        : Trust.NONE;
  }

  @Override
  public Optional<String> refusal(RunState run, TaskKey task, Set<PeerId> authors) {
    return checks.refusal(new RunChecks.Asked(run, task, authors));
  }

  @Override
  public Optional<String> distrust(PeerId peer) {
    return switch (trust.of(peer).level()) {
      case HOST -> Optional.empty();
      case SANDBOXED ->
          confinement.sandbox().isPresent()
              ? Optional.empty()
              : Optional.of(
                  "this machine runs jobs of "
                      + names.apply(peer)
                      + " in a sandbox only, and has none: "
                      + confinement.reason());
      case NONE -> Optional.of("this machine does not trust " + names.apply(peer));
    };
  }

  @Override
  public Optional<Member> member(PeerId peer) {
    return clock.currentView().member(peer);
  }

  @Override
  public boolean frozen(PeerId peer) {
    return clock.frozenFrom(peer).isPresent();
  }

  @Override
  public PeerId self() {
    return clock.self();
  }

  @Override
  public String name(PeerId peer) {
    return names.apply(peer);
  }

  @Override
  public Optional<SubmittedFiles.Opened> file(RunState run) {
    return submitted.find(run);
  }

  @Override
  public Optional<String> fault(RunState run, TaskKey task) {
    return submitted.fault(run, task);
  }

  @Override
  public Optional<Long> snapshotBytes(RunState run) {
    Optional<Cid> snapshot = run.submission().snapshot();
    if (snapshot.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> known = Optional.ofNullable(measured.getIfPresent(snapshot.get()));
    if (known.isPresent()) {
      return known;
    }
    long bytes = sizes.applyAsLong(snapshot.get());
    if (bytes < 0) {
      return Optional.empty();
    }
    measured.put(snapshot.get(), bytes);
    return Optional.of(bytes);
  }

  @Override
  public Optional<String> secrets(RunState run, TaskKey task) {
    Optional<SubmittedFiles.Opened> file = submitted.find(run);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    Set<String> wanted =
        named.get(
            new Named(run.submission().workflow(), task.job()),
            key -> JobAllowances.wanted(file.get(), key.job()));
    return wanted.isEmpty()
        ? Optional.empty()
        : secrets.refusal(SecretUse.of(run), wanted).filter(refusal -> runs(run, task, file.get()));
  }

  /// Whether the job does more than tell that it is skipped, or that its `if` cannot be told.
  private boolean runs(RunState run, TaskKey task, SubmittedFiles.Opened file) {
    try {
      return JobInputs.of(run, task, run.inputsOf(task), file, secrets.variables())
          .letRun(run, task, file);
    } catch (ExpressionException told) {
      return false; // JobRuns tells it as the job's end
    }
  }

  @Override
  public Optional<String> approval(RunState run) {
    return approvals.refusal(run, names);
  }
}
