package io.peerdeck.libp2p;

/// Hears of connections. Called on a virtual thread, one event of a connection after the other; an
/// exception is logged and does not reach the connection.
public interface ConnectionListener {
  /// A connection is secured and ready for streams.
  default void opened(Connection connection) {}

  /// The other side said who it is, for the first time or anew; see [Connection#identified()].
  default void identified(Connection connection) {}

  /// The connection ended, for whatever reason.
  default void closed(Connection connection) {}
}
