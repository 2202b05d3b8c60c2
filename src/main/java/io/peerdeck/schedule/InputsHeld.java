package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;

/// Which blobs are on this machine.
public interface InputsHeld {
  /// Whether the blob and all it links to are held.
  boolean held(Cid root);

  /// Asks for a blob in the background; asking again while it is on its way does nothing. The
  /// coordinator looks again by itself, sooner after [Scheduler#wake].
  ///
  /// @param from who should have it, likeliest first
  void want(Cid root, List<PeerId> from);
}
