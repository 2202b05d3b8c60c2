package io.peerdeck.fleet;

import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes the least valuable connections once there are more than there is room for: strangers
/// first, those that came last at the very first; then members by their repute. Members that have
/// work, or whose work this node has, are never closed.
final class ConnectionTrim {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTrim.class);
  private static final double STRANGER = 0;
  private static final double KNOCKING = 1;
  private static final double MEMBER = 2;
  private static final double WORKING = 1000;
  // Long enough to knock, or to be found a member.
  private static final Duration NEWCOMER = Duration.ofSeconds(10);

  private final Host host;
  private final ConnectionRoom room;
  private final Conduct conduct;
  private final InstantSource wall;
  private final Predicate<PeerId> member;
  private final Predicate<PeerId> working;

  /// @param member whether a peer is one to keep connected with
  /// @param working whether a peer has work in hand that needs the connection
  ConnectionTrim(
      Host host,
      ConnectionRoom room,
      Conduct conduct,
      InstantSource wall,
      Predicate<PeerId> member,
      Predicate<PeerId> working) {
    this.host = host;
    this.room = room;
    this.conduct = conduct;
    this.wall = wall;
    this.member = member;
    this.working = working;
  }

  /// Closes what is too much; on the keeper's thread.
  void step() {
    List<Connection> open = host.connections();
    int tooMany = room.tooMany(open.size());
    if (tooMany == 0) {
      return;
    }
    Map<Connection, Double> values = new HashMap<>();
    open.forEach(connection -> values.put(connection, value(connection)));
    List<Connection> closed =
        open.stream()
            .filter(connection -> values.getOrDefault(connection, WORKING) < WORKING)
            .sorted(
                Comparator.<Connection>comparingDouble(c -> values.getOrDefault(c, WORKING))
                    .thenComparing(Connection::openedAt, Comparator.reverseOrder()))
            .limit(tooMany)
            .toList();
    LOG.info("{} connections are too many; closing {}", open.size(), closed.size());
    closed.forEach(Connection::close);
  }

  private double value(Connection connection) {
    PeerId peer = connection.remotePeer();
    if (working.test(peer)) {
      return WORKING;
    }
    if (member.test(peer)) {
      return MEMBER + conduct.of(peer).score();
    }
    boolean newcomer =
        Duration.between(connection.openedAt(), wall.instant()).compareTo(NEWCOMER) < 0;
    return newcomer ? KNOCKING : STRANGER;
  }
}
