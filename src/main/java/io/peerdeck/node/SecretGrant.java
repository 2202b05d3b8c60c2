package io.peerdeck.node;

/// For whom and what a secret may be used.
///
/// @param submitter PeerId of who submits
/// @param workflow CID of the workflow file, or `any`
/// @param snapshot CID of the workspace snapshot, `none` for a run without one, or `any`
public record SecretGrant(String submitter, String workflow, String snapshot) {
  /// Stands for every workflow file, or every snapshot.
  public static final String ANY = "any";

  boolean covers(SecretUse use) {
    return submitter.equals(use.submitter())
        && (workflow.equals(ANY) || workflow.equals(use.workflow()))
        && (snapshot.equals(ANY) || snapshot.equals(use.snapshot()));
  }
}
