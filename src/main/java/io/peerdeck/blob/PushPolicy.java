package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.Optional;

/// Decides whether content that a peer offers is fetched from it. Asked on virtual threads.
@FunctionalInterface
public interface PushPolicy {
  /// Takes every offer of a peer that was let in.
  PushPolicy TAKE_ALL = (peer, root, bytes) -> Optional.empty();

  /// Why an offer is not taken; empty to take it.
  ///
  /// @param peer who offers
  /// @param root what
  /// @param bytes how much the peer says it is
  Optional<String> refusal(PeerId peer, Cid root, long bytes);
}
