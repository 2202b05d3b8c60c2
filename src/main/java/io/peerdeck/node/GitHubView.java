package io.peerdeck.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How this node stands with GitHub's API.
///
/// @param off why its answers are not kept and what to do; empty when they are
/// @param proxy what tools are given for GitHub's address; empty when the proxy does not listen
/// @param trouble why it does not, or why the disk keeps no answers; empty for nothing
/// @param api where GitHub is asked
/// @param token where this node's own token was found: `GH_TOKEN`, `file`, `gh`, and after a
///     semicolon what is wrong with the place; empty for none
/// @param budgets what GitHub last said is left
/// @param total the counters since the node started
/// @param operations the same by kind of question, those asked at all
/// @param tokens the same by token, each by a name that tells nothing of it
public record GitHubView(
    Optional<String> off,
    Optional<String> proxy,
    String trouble,
    String api,
    Optional<String> token,
    List<Budget> budgets,
    Counters total,
    List<Counters> operations,
    List<Counters> tokens) {
  /// Copies the lists.
  public GitHubView {
    budgets = List.copyOf(budgets);
    operations = List.copyOf(operations);
    tokens = List.copyOf(tokens);
  }

  /// What is left of one token's calls.
  ///
  /// @param token its short name, `public` for calls without one
  /// @param resource GitHub's name of the budget
  /// @param reset when it begins anew
  /// @param pausedUntil until when GitHub wants to be left alone
  public record Budget(
      String token,
      String resource,
      int limit,
      int remaining,
      Instant reset,
      Optional<Instant> pausedUntil) {}

  /// What came of reads.
  ///
  /// @param name of what is counted
  /// @param reads all that were answered
  /// @param calls sent to GitHub
  /// @param counted those of them that GitHub counts
  /// @param saved reads less what GitHub counted
  /// @param bytes of the answers
  /// @param hitRate answered without GitHub among all, 0 to 1
  public record Counters(
      String name,
      long reads,
      long localHits,
      long peerHits,
      long revalidated,
      long misses,
      long stale,
      long bypassed,
      long expired,
      long evicted,
      long errors,
      long calls,
      long counted,
      long saved,
      long bytes,
      double hitRate) {}

  /// One that asks nothing and says why.
  public static GitHubView off(String why) {
    return new GitHubView(
        Optional.of(why),
        Optional.empty(),
        "",
        "",
        Optional.empty(),
        List.of(),
        new Counters("total", 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
        List.of(),
        List.of());
  }
}
