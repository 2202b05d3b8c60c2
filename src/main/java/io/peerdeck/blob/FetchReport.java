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
  /// @param misbehaved whether it sent what no honest peer sends, such as a wrong block
  /// @param reason what happened
  public record Failure(PeerId peer, boolean misbehaved, String reason) {}
}
