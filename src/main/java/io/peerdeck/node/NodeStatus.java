package io.peerdeck.node;

import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// This node and its fleet in one glance.
///
/// @param addresses dialable multiaddrs with `/p2p/`
/// @param fleet CID of the fleet's genesis; empty while waiting to be let in
/// @param network `online`, `alone` (no other member), `joining` (asked, not yet added) or `off`
/// @param networkReason why, in a sentence
/// @param membersOnline members connected now, this node included
/// @param clockHead the compound head as hex
public record NodeStatus(
    PeerRef self,
    Path data,
    String version,
    Instant startedAt,
    List<String> addresses,
    Optional<String> fleet,
    String network,
    String networkReason,
    int members,
    int membersOnline,
    long clockEntries,
    String clockHead,
    int slots,
    int slotsBusy,
    RunCounts runs,
    List<String> warnings) {
  /// Runs by status.
  public record RunCounts(
      long pending, long assigned, long inProgress, long completed, long failed, long cancelled) {
    /// Runs not finished yet.
    public long live() {
      return pending + assigned + inProgress;
    }

    /// The same by the words for statuses, in the order a run goes through them.
    public Map<String, Long> byStatus() {
      Map<String, Long> counts = new LinkedHashMap<>();
      counts.put("pending", pending);
      counts.put("assigned", assigned);
      counts.put("in_progress", inProgress);
      counts.put("completed", completed);
      counts.put("failed", failed);
      counts.put("cancelled", cancelled);
      return counts;
    }

    public long total() {
      return live() + completed + failed + cancelled;
    }
  }
}
