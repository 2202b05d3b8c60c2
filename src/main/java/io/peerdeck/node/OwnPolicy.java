package io.peerdeck.node;

import io.peerdeck.fleet.TrustPolicy;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.ClaimPolicy;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.TaskKey;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// What this node runs: jobs of members its operator trusts, resting on results of such members
/// only, from a file that is what its submission says.
final class OwnPolicy implements ClaimPolicy {
  private final TrustPolicy trust;
  private final SubmittedFiles submitted;
  private final Function<PeerId, String> names;

  OwnPolicy(TrustPolicy trust, SubmittedFiles submitted, Function<PeerId, String> names) {
    this.trust = trust;
    this.submitted = submitted;
    this.names = names;
  }

  @Override
  public Optional<String> refusal(RunState run, TaskKey task, Set<PeerId> authors) {
    Optional<String> stranger =
        authors.stream()
            .filter(author -> !trust.trusts(author))
            .map(author -> "this machine does not trust " + names.apply(author))
            .sorted()
            .findFirst();
    return stranger.or(() -> submitted.fault(run, task));
  }
}
