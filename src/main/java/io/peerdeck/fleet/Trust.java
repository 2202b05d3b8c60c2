package io.peerdeck.fleet;

/// What this machine makes of a peer's jobs.
///
/// @param level whether they run here, and how
/// @param approval when they wait for the operator's yes besides
public record Trust(TrustLevel level, ApprovalRule approval) {
  /// Of strangers.
  public static final Trust NONE = new Trust(TrustLevel.NONE, ApprovalRule.NEVER);

  /// Of oneself, and of who is trusted without reserve.
  public static final Trust FULL = new Trust(TrustLevel.HOST, ApprovalRule.NEVER);
}
