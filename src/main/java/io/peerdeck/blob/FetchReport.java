package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;

/// How a DAG came to be held.
///
/// @param root the DAG
/// @param blocks blocks that came over the wire
/// @param bytes their bytes
/// @param failures the peers that did not deliver, in the order they were asked
public record FetchReport(Cid root, long blocks, long bytes, List<Failure> failures) {
  /// Copies the list.
  public FetchReport {
    failures = List.copyOf(failures);
  }

  /// A peer that did not deliver.
  ///
  /// @param peer who
  /// @param fault what of it is the peer's own doing
  /// @param reason what happened
  public record Failure(PeerId peer, Fault fault, String reason) {}

  /// What a peer that did not deliver has to answer for.
  public enum Fault {
    /// Nothing: it does not hold the blocks, or the connection ended.
    NONE,
    /// It let a frame take longer than it may.
    SLOW,
    /// It sent what no honest peer sends, such as a wrong block.
    MISBEHAVED
  }
}
