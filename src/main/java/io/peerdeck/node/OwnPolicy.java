package io.peerdeck.node;

import io.peerdeck.fleet.TrustLevel;
import io.peerdeck.fleet.TrustPolicy;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.ClaimPolicy;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What this node runs: jobs of members its operator trusts, resting on results of such members
/// only, approved where the operator asked to be asked, from a file that is what its submission
/// says.
final class OwnPolicy implements ClaimPolicy {
  private final TrustPolicy trust;
  private final WaitingApprovals approvals;
  private final SubmittedFiles submitted;
  private final Function<PeerId, String> names;

  OwnPolicy(
      TrustPolicy trust,
      WaitingApprovals approvals,
      SubmittedFiles submitted,
      Function<PeerId, String> names) {
    this.trust = trust;
    this.approvals = approvals;
    this.submitted = submitted;
    this.names = names;
  }

  @Override
  public Optional<String> refusal(RunState run, TaskKey task, Set<PeerId> authors) {
    return authors.stream()
        .flatMap(author -> distrust(author).stream())
        .sorted()
        .findFirst()
        .or(() -> submitted.fault(run, task))
        .or(() -> approvals.refusal(run, names));
  }

  /// Without a sandbox in this version, a peer trusted in one only is not trusted enough.
  private Optional<String> distrust(PeerId author) {
    TrustLevel level = trust.of(author).level();
    return switch (level) {
      case HOST -> Optional.empty();
      case SANDBOXED ->
          Optional.of(
              "this machine runs jobs of "
                  + names.apply(author)
                  + " in a sandbox only, and has none");
      case NONE -> Optional.of("this machine does not trust " + names.apply(author));
    };
  }
}
