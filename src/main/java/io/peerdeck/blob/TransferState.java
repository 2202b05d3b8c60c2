package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.Instant;
import java.util.Optional;

/// One transfer at one moment.
///
/// @param id counts up from 1 within this process
/// @param root the DAG that moves
/// @param direction in or out
/// @param peer the other side
/// @param bytes block bytes moved so far
/// @param total block bytes to move as far as is known; grows and shrinks while a DAG is discovered
/// @param bytesPerSecond over the last second or so; over all of it once ended
/// @param state running, done, failed or cancelled
/// @param error why it failed
/// @param startedAt when it began
public record TransferState(
    long id,
    Cid root,
    Direction direction,
    PeerId peer,
    long bytes,
    long total,
    double bytesPerSecond,
    State state,
    Optional<String> error,
    Instant startedAt) {
  /// Which way blocks move.
  public enum Direction {
    /// To us.
    IN,
    /// From us.
    OUT
  }

  /// How far it is.
  public enum State {
    /// Moving.
    RUNNING,
    /// Ended well.
    DONE,
    /// Ended by an error.
    FAILED,
    /// Ended by this node's operator.
    CANCELLED
  }
}
