package io.peerdeck.libp2p;

import org.jspecify.annotations.Nullable;

/// What a [ResourceScope] counts. A narrower kind is counted under its wider one too: an inbound
/// stream is also a stream.
enum Resource {
  CONNECTIONS(null),
  INBOUND_CONNECTIONS(CONNECTIONS),
  OUTBOUND_CONNECTIONS(CONNECTIONS),
  STREAMS(null),
  INBOUND_STREAMS(STREAMS),
  OUTBOUND_STREAMS(STREAMS),
  /// Bytes received and not read yet.
  MEMORY(null),
  /// Bytes by which receive windows grew past their first size.
  WIDENED(null);

  static final int COUNT = values().length;

  private final @Nullable Resource wider;

  Resource(@Nullable Resource wider) {
    this.wider = wider;
  }

  @Nullable Resource wider() {
    return wider;
  }
}
