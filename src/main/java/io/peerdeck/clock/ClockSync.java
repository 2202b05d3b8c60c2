package io.peerdeck.clock;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings two clocks of one fleet to the same entries: `/peerdeck/clock/1.0.0`.
///
/// Both sides tell what they hold, then stream what the other lacks in causal order, in rounds
/// until their heads agree or nothing new comes. Each batch is durable before the next is read, so
/// a sync that breaks off goes on where it was; a slow reader slows the sender through the stream's
/// window.
public final class ClockSync implements ProtocolBinding {
  /// The protocol's id.
  public static final String PROTOCOL = "/peerdeck/clock/1.0.0";

  private static final Logger log = LoggerFactory.getLogger(ClockSync.class);
  private static final Duration OPEN_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration INACTIVITY = Duration.ofSeconds(60);

  private final MerkleClock<?> clock;
  private final AuthorPace pace;
  private final RefusalEar ear;

  /// @param pace how fast one author's entries are taken in
  /// @param ear told of entries that break a rule, of syncs in both directions, however they end
  public ClockSync(MerkleClock<?> clock, AuthorPace pace, RefusalEar ear) {
    this.clock = clock;
    this.pace = pace;
    this.ear = ear;
  }

  @Override
  public List<String> protocols() {
    return List.of(PROTOCOL);
  }

  @Override
  public void handle(Stream stream) {
    try {
      run(stream);
    } catch (ClockException refused) { // another fleet's peer, say; it asks again and again
      log.info("no sync with {}: {}", stream.connection().remotePeer(), refused.getMessage());
    }
  }

  /// Syncs in both directions with the peer of an open connection.
  ///
  /// @throws ClockException when the peer follows another fleet or breaks the protocol
  /// @throws io.peerdeck.libp2p.Libp2pException when the connection fails
  public SyncReport sync(Connection connection) {
    try (Stream stream = connection.newStream(PROTOCOL, OPEN_TIMEOUT)) {
      return run(stream);
    }
  }

  private SyncReport run(Stream stream) {
    stream.deadline(INACTIVITY);
    try {
      SyncReport report = new SyncSession(clock, pace, ear, stream).run();
      log.debug("{}", report);
      return report;
    } catch (RuntimeException e) {
      stream.reset();
      throw e;
    }
  }
}
