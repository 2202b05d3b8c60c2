package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.RunState;
import java.util.Optional;
import java.util.function.Function;

/// Grants as callers write them, checked.
final class SecretDesk {
  private final LocalSecrets secrets;
  private final PeerNames names;
  private final Function<Cid, Optional<RunState>> runs;

  SecretDesk(LocalSecrets secrets, PeerNames names, Function<Cid, Optional<RunState>> runs) {
    this.secrets = secrets;
    this.names = names;
    this.runs = runs;
  }

  LocalSecrets secrets() {
    return secrets;
  }

  void grant(String name, SecretGrant grant) {
    PeerId submitter = names.resolve(grant.submitter());
    secrets.grant(
        name,
        new SecretGrant(
            submitter.toString(),
            cid("workflow", grant.workflow()),
            grant.snapshot().equals(SecretUse.NO_SNAPSHOT)
                ? grant.snapshot()
                : cid("snapshot", grant.snapshot())));
  }

  void grant(String name, String run) {
    SecretUse use = runs.apply(Cid.parse(run)).map(SecretUse::of).orElseThrow();
    secrets.grant(name, new SecretGrant(use.submitter(), use.workflow(), use.snapshot()));
  }

  private static String cid(String what, String text) {
    if (text.equals(SecretGrant.ANY)) {
      return text;
    }
    try {
      return Cid.parse(text).toString();
    } catch (PeerdeckException e) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "`" + text + "` is no CID of a " + what + "; give one, or `any`.",
          e);
    }
  }
}
