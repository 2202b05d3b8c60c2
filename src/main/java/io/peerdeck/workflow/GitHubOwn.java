package io.peerdeck.workflow;

import java.util.Locale;
import java.util.Set;

/// What an expression may name at GitHub and a peer does not have.
final class GitHubOwn {
  /// What GitHub gives a number to, or keeps.
  private static final Set<String> EMPTY =
      Set.of(
          "github.actor_id",
          "github.repository_id",
          "github.repository_owner_id",
          "github.repository_visibility",
          "github.retention_days",
          "job.check_run_id",
          "job.container",
          "job.services",
          "job.workflow_ref",
          "job.workflow_sha",
          "job.workflow_repository",
          "job.workflow_file_path");

  private GitHubOwn() {}

  /// Says what of an expression's node is GitHub's own: refuses what a job would fail by, and warns
  /// of what is empty.
  static void check(Expression node, Position at, Findings findings) {
    if (node instanceof Expression.Call call
        && ExpressionFunction.isStatus(call.name())
        && !call.arguments().isEmpty()) {
      findings.unsupported(
          at, call.name() + "() of named jobs is not offered on a peer; use needs.<job_id>.result");
    }
    if (node instanceof Expression.Index(Expression.Name name, Expression.Literal(Value member))) {
      String whole = (name.name() + "." + member.text()).toLowerCase(Locale.ROOT);
      if (whole.equals("github.token") || whole.equals("secrets.github_token")) {
        findings.unsupported(
            at,
            "There is no GITHUB_TOKEN on a peer: jobs run without GitHub; remove "
                + name.name()
                + "."
                + member.text());
      }
      if (EMPTY.contains(whole)) {
        findings.warning(
            at,
            name.name()
                + "."
                + member.text()
                + " is GitHub's own and is empty on a peer; do without it");
      }
    }
  }
}
