package io.peerdeck.schedule;

import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.schedule.RankingStrategy.Candidate;
import java.util.List;
import java.util.Optional;

/// Who may run a task, nearest first. The same on every peer that holds the head's entry.
///
/// @param head the CID that decided: of the submission, or of the newest `job.offered`
/// @param ranked the eligible members in order; rank 0 is the owner
public record Ranking(Cid head, List<Ranked> ranked) {
  /// Copies the list.
  public Ranking {
    ranked = List.copyOf(ranked);
  }

  /// A member and its distance: bits for `hamming`, hex digits for `hamming-hex`.
  public record Ranked(PeerId peer, int distance) {}

  /// The members that may run a job: role worker, not draining, all its labels.
  ///
  /// @param roster the members in the causal past of the head
  /// @param runsOn the job's labels
  public static List<PeerId> eligible(Roster roster, List<String> runsOn) {
    return roster.withRole(Role.WORKER).stream()
        .filter(member -> !member.drain() && member.carries(runsOn))
        .map(Member::peer)
        .toList();
  }

  /// Ranks peers for a task.
  ///
  /// @param run the submission's CID
  /// @param head the same, or the `job.offered` that replaces it
  /// @param peers the eligible ones, in any order
  public static Ranking of(
      RankingStrategy strategy, Cid run, Cid head, TaskKey task, List<PeerId> peers) {
    byte[] combined = TaskHash.combined(head, TaskHash.of(run, task));
    List<Candidate<PeerId>> candidates =
        peers.stream().map(peer -> new Candidate<>(peer, peer.bytes(), peer.toString())).toList();
    return new Ranking(
        head,
        strategy.rank(combined, candidates).stream()
            .map(placed -> new Ranked(placed.peer(), placed.distance()))
            .toList());
  }

  /// The peer's place, from 0; -1 if it is not eligible.
  public int rankOf(PeerId peer) {
    for (int rank = 0; rank < ranked.size(); rank++) {
      if (ranked.get(rank).peer().equals(peer)) {
        return rank;
      }
    }
    return -1;
  }

  /// Rank 0; empty when nobody is eligible.
  public Optional<PeerId> owner() {
    return ranked.stream().findFirst().map(Ranked::peer);
  }

  /// The peers in order.
  public List<PeerId> peers() {
    return ranked.stream().map(Ranked::peer).toList();
  }
}
