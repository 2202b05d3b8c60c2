package io.peerdeck.libp2p;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// A libp2p peer: listens, dials, answers protocols. All methods may be called from any thread and
/// may block.
public final class Host implements AutoCloseable {
  private Host() {
    throw new UnsupportedOperationException("the host is not built yet");
  }

  /// Starts listening and answering identify and ping.
  ///
  /// @throws Libp2pException if an address cannot be listened on
  public static Host start(HostConfig config) {
    return new Host();
  }

  private static <T> T notBuilt() {
    throw new UnsupportedOperationException("the host is not built yet");
  }

  /// Our identity.
  public PeerId peerId() {
    return notBuilt();
  }

  /// The addresses listened on, with real ports, wildcard hosts spelled out, and `/p2p/…` at the
  /// end.
  public List<Multiaddr> addresses() {
    return notBuilt();
  }

  /// Answers a protocol from now on; connected peers are told by identify-push.
  ///
  /// @throws IllegalArgumentException if one of its ids has an answer already
  public void handle(ProtocolBinding binding) {
    notBuilt();
  }

  /// Returns an open connection with the peer, or dials the addresses in turn and checks that the
  /// peer is who it should be. Concurrent calls for one peer share one dial.
  ///
  /// @throws Libp2pException naming each address and why it failed
  public Connection connect(PeerId peer, List<Multiaddr> addresses, Duration timeout) {
    return notBuilt();
  }

  /// Dials one address, whoever answers there; an address with `/p2p/…` is held to it.
  ///
  /// @throws Libp2pException if nobody answers, or somebody else than the address names
  public Connection dial(Multiaddr address, Duration timeout) {
    return notBuilt();
  }

  /// Opens a stream on an existing connection.
  ///
  /// @throws Libp2pException if there is no connection with the peer, or the stream cannot be
  ///     opened
  public Stream newStream(PeerId peer, String protocol, Duration timeout) {
    return notBuilt();
  }

  /// All open connections.
  public List<Connection> connections() {
    return notBuilt();
  }

  /// The open connections with one peer, oldest first.
  public List<Connection> connections(PeerId peer) {
    return notBuilt();
  }

  /// Measures one round trip by `/ipfs/ping/1.0.0` on a fresh stream of an existing connection.
  ///
  /// @throws Libp2pException if there is no connection, no answer in time, or a wrong one
  public Duration ping(PeerId peer, Duration timeout) {
    return notBuilt();
  }

  /// Tells the listener about connections from now on, until the returned handle is closed.
  public Subscription subscribe(ConnectionListener listener) {
    return notBuilt();
  }

  /// Payload bytes by protocol id since the start.
  public Map<String, Traffic> bytesByProtocol() {
    return notBuilt();
  }

  /// Ends all connections and stops listening. Harmless when repeated.
  @Override
  public void close() {}

  /// Ends a subscription when closed.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
