package io.peerdeck.node;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One entry of the Merkle clock.
///
/// @param ordinal how many entries stand before it in the total order
/// @param marks what is unusual about it; empty for most
/// @param effective false when stored and served without effect; `note` says why
/// @param body the body as DAG-JSON text
public record EntryView(
    String cid,
    PeerRef author,
    long seq,
    long lc,
    long ordinal,
    Instant time,
    String kind,
    String key,
    Optional<String> prev,
    List<String> parents,
    boolean effective,
    String note,
    List<Mark> marks,
    String body,
    int bytes,
    String signature) {
  /// Something unusual about an entry.
  ///
  /// @param kind `equivocation` (its author wrote another entry of the same number), `fork` (it
  ///     stands on a history its author contradicted), `late` (it arrived long after its place in
  ///     order) or `no effect`
  /// @param text the same in a sentence
  public record Mark(String kind, String text) {}
}
