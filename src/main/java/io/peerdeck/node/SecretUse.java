package io.peerdeck.node;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.schedule.RunState;

/// Who would use a secret, for what.
///
/// @param submitter PeerId as text
/// @param workflow CID of the workflow file
/// @param snapshot CID of the workspace snapshot, or `none`
record SecretUse(String submitter, String workflow, String snapshot) {
  static final String NO_SNAPSHOT = "none";

  static SecretUse of(RunState run) {
    return new SecretUse(
        run.submitter().toString(),
        run.submission().workflow().toString(),
        run.submission().snapshot().map(Cid::toString).orElse(NO_SNAPSHOT));
  }
}
