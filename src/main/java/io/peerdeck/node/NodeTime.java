package io.peerdeck.node;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The clocks a node lives by, so that tests own them.
///
/// @param wall the time shown to people
/// @param nanos monotonic, for leases and deadlines
record NodeTime(InstantSource wall, LongSupplier nanos) {
  static NodeTime system() {
    return new NodeTime(InstantSource.system(), System::nanoTime);
  }
}
