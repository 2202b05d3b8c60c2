package io.peerdeck.node;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.runner.JobGrants;
import io.peerdeck.schedule.RunState;
import java.util.Map;
import java.util.Set;

/// What this machine gives a job it runs: where it runs, its secrets and variables.
///
/// @param self this machine
/// @param confinement the sandbox
/// @param secrets this machine's
record JobAllowances(PeerId self, Confinement confinement, LocalSecrets secrets) {
  /// What a task of the job gets; that it may run was checked by [OwnPolicy].
  JobGrants of(RunState run, SubmittedFiles.Opened opened, String job) {
    return new JobGrants(
        confinement.isolation(run.submission().terms().network(), !run.submitter().equals(self)),
        secrets.granted(SecretUse.of(run), wanted(opened, job)),
        secrets.variables());
  }

  /// This machine's variables.
  Map<String, String> variables() {
    return secrets.variables();
  }

  /// The secrets a job names.
  static Set<String> wanted(SubmittedFiles.Opened opened, String job) {
    return opened.secrets().getOrDefault(opened.job(job).id(), Set.of());
  }
}
