package io.peerdeck.node;

import io.peerdeck.fleet.ApprovalRule;
import io.peerdeck.fleet.Trust;
import io.peerdeck.fleet.TrustLevel;
import java.util.List;

/// What this machine makes of a peer's jobs.
///
/// @param level `none` (declined), `sandboxed` (in a sandbox only; declined while this version has
///     none) or `host` (with this user's rights)
/// @param approval when they wait for this machine's operator besides: `never`, `first` (the first
///     run of that peer here) or `change` (every workflow file and snapshot that is new)
public record TrustView(String level, String approval) {
  /// The words for `level`, least trust first.
  public static final List<String> LEVELS = List.of("none", "sandboxed", "host");

  /// The words for `approval`.
  public static final List<String> APPROVALS = List.of("never", "first", "change");

  static TrustView of(Trust trust) {
    return new TrustView(trust.level().text(), trust.approval().text());
  }

  Trust toTrust() {
    return new Trust(
        TrustLevel.of(level).orElseThrow(() -> wrong("level", level, LEVELS)),
        ApprovalRule.of(approval).orElseThrow(() -> wrong("approval", approval, APPROVALS)));
  }

  private static NodeException wrong(String field, String value, List<String> words) {
    return new NodeException(
        NodeException.Reason.INVALID,
        "`" + value + "` is no " + field + " of trust: " + String.join(", ", words) + ".");
  }
}
