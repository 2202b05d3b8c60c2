package io.peerdeck.libp2p;

import io.netty.channel.Channel;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// A libp2p peer: listens, dials, answers protocols. All methods may be called from any thread and
/// may block.
public final class Host implements AutoCloseable {
  private final HostConfig config;
  private final ExecutorService tasks;
  private final Resources resources;
  private final Transport transport;
  private final ConnectionTable table;
  private final ProtocolTable protocols;
  private final IdentifyService identify;
  private final Dialer dialer;
  private final List<Listening> listening = new ArrayList<>();

  /// @param fixed its addresses, where they cannot change
  private record Listening(Channel channel, Optional<List<Multiaddr>> fixed) {}

  private Host(HostConfig config) {
    this.config = config;
    this.tasks =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("libp2p-", 0).factory());
    this.resources = new Resources(config.limits());
    this.transport = new Transport(resources.meter(Limit.SEND_QUEUE));
    this.table = new ConnectionTable(tasks);
    this.protocols = new ProtocolTable(config.limits(), config.gate(), tasks);
    this.identify = new IdentifyService(config, protocols, table, this::addresses);
    this.dialer = new Dialer(config, resources, transport, table, protocols, identify, tasks);
    protocols.add(new PingService());
    protocols.add(identify.answer());
    protocols.add(identify.acceptPush());
  }

  /// Starts listening and answering identify and ping.
  ///
  /// @throws Libp2pException if an address cannot be listened on
  public static Host start(HostConfig config) {
    Host host = new Host(config);
    try {
      for (Multiaddr address : config.listen()) {
        for (InetSocketAddress socket : TcpAddress.resolve(address)) {
          host.listen(socket);
        }
      }
      return host;
    } catch (RuntimeException e) {
      host.close();
      throw e;
    }
  }

  private void listen(InetSocketAddress socket) {
    Channel channel = transport.listen(socket, dialer::accept);
    boolean every = ((InetSocketAddress) channel.localAddress()).getAddress().isAnyLocalAddress();
    listening.add(
        new Listening(channel, every ? Optional.empty() : Optional.of(addresses(channel))));
  }

  /// Our identity.
  public PeerId peerId() {
    return config.key().peerId();
  }

  /// The addresses listened on, with real ports, wildcard hosts spelled out, and `/p2p/…` at the
  /// end.
  public List<Multiaddr> addresses() {
    return listening.stream()
        .flatMap(one -> one.fixed().orElseGet(() -> addresses(one.channel())).stream())
        .toList();
  }

  private List<Multiaddr> addresses(Channel channel) {
    return TcpAddress.reachable((InetSocketAddress) channel.localAddress()).stream()
        .map(address -> address.withPeer(peerId()))
        .toList();
  }

  /// Answers a protocol from now on; connected peers are told by identify-push.
  ///
  /// @throws IllegalArgumentException if one of its ids has an answer already
  public void handle(ProtocolBinding binding) {
    protocols.add(binding);
    for (PeerConnection connection : table.all()) {
      tasks.execute(() -> identify.push(connection));
    }
  }

  /// Returns an open connection with the peer, or dials the addresses in turn and checks that the
  /// peer is who it should be. Concurrent calls for one peer share one dial.
  ///
  /// @throws Libp2pException naming each address and why it failed
  public Connection connect(PeerId peer, List<Multiaddr> addresses, Duration timeout) {
    return dialer.connect(peer, addresses, timeout);
  }

  /// Dials one address, whoever answers there; an address with `/p2p/…` is held to it. Always a new
  /// connection.
  ///
  /// @throws Libp2pException if nobody answers, or somebody else than the address names
  public Connection dial(Multiaddr address, Duration timeout) {
    return dialer.dial(address, address.peerId(), timeout);
  }

  /// The same as [#connect], but a new connection even where one is open: that one may be dead.
  ///
  /// @throws Libp2pException naming each address and why it failed
  public Connection connectAnew(PeerId peer, List<Multiaddr> addresses, Duration timeout) {
    return dialer.connectAnew(peer, addresses, timeout);
  }

  /// Opens a stream on an existing connection.
  ///
  /// @throws Libp2pException if there is no connection with the peer, or the stream cannot be
  ///     opened
  public Stream newStream(PeerId peer, String protocol, Duration timeout) {
    return table.with(peer).stream()
        .findFirst()
        .orElseThrow(() -> new Libp2pException("not connected with " + peer))
        .newStream(protocol, timeout);
  }

  /// All open connections.
  public List<Connection> connections() {
    return List.copyOf(table.all());
  }

  /// The open connections with one peer, the one to use first: both ends of several name the same
  /// one, the newest of those that the lower PeerId dialled, if it dialled any.
  public List<Connection> connections(PeerId peer) {
    return List.copyOf(table.with(peer));
  }

  /// Measures one round trip by `/ipfs/ping/1.0.0` on a fresh stream of an existing connection.
  ///
  /// @throws Libp2pException if there is no connection, no answer in time, or a wrong one
  public Duration ping(PeerId peer, Duration timeout) {
    return ping(
        table.with(peer).stream()
            .findFirst()
            .orElseThrow(() -> new Libp2pException("not connected with " + peer)),
        timeout);
  }

  /// The same on one of several connections.
  ///
  /// @throws Libp2pException if there is no answer in time, or a wrong one
  public Duration ping(Connection connection, Duration timeout) {
    try (PingStream pings = pings(connection)) {
      return pings.ping(timeout);
    }
  }

  /// Measures round trips on a connection again and again, over one stream, which is opened by the
  /// first.
  public PingStream pings(Connection connection) {
    return new PingStream(connection, config.random(), config.nanos());
  }

  /// Asks a peer who it is and waits for the answer, which [Connection#identified()] has from then
  /// on; for hosts that do not ask by themselves, see [HostConfig#identifies()].
  ///
  /// @throws Libp2pException if there is no answer in time, or none that makes sense
  public Identify identify(Connection connection, Duration timeout) {
    return identify.ask((PeerConnection) connection, timeout);
  }

  /// Tells the listener about connections from now on, until the returned handle is closed.
  public Subscription subscribe(ConnectionListener listener) {
    return table.subscribe(listener);
  }

  /// Payload bytes by protocol id since the start.
  public Map<String, Traffic> bytesByProtocol() {
    return protocols.sums();
  }

  /// How close the network came to each of its [Limits], in the order of [Limit].
  public List<LimitReading> limits() {
    return resources.readings();
  }

  /// Ends all connections and stops listening. Harmless when repeated.
  @Override
  public void close() {
    listening.forEach(one -> one.channel().close().awaitUninterruptibly());
    table.close().forEach(Connection::close);
    transport.close();
    tasks.shutdown();
  }

  /// Ends a subscription when closed.
  @FunctionalInterface
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
