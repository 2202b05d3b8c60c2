package io.peerdeck.blob;

import java.time.Duration;

/// The bounds of the blob protocol.
///
/// @param open time for opening a stream
/// @param frame time for one frame to pass as a whole, in either direction
/// @param idle time a served peer may take between two requests
/// @param wants blocks asked for in one request
/// @param maxWants blocks a peer may ask us for in one request
/// @param maxBlocks blocks of one DAG before its transfer is refused
/// @param maxBytes bytes of one DAG before its transfer is refused
public record BlobLimits(
    Duration open,
    Duration frame,
    Duration idle,
    int wants,
    int maxWants,
    int maxBlocks,
    long maxBytes) {
  /// A request frame's size: room for `maxWants` names of 64 bytes each, and more.
  static final int MAX_REQUEST = 64 << 10;

  /// An answer frame's size: one block and what is around it.
  static final int MAX_ANSWER = BlobStore.MAX_BLOCK + (4 << 10);

  /// Checks that a request fits in its frame.
  public BlobLimits {
    if (wants < 1 || wants > maxWants || maxWants > 256) {
      throw new IllegalArgumentException("wants are 1 to maxWants, and maxWants at most 256");
    }
  }

  /// Bounds for artifacts of up to 64 GiB.
  public static BlobLimits standard() {
    return new BlobLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        16,
        64,
        UnixFs.MAX_BLOCKS,
        UnixFs.MAX_EXPORT);
  }
}
