package io.peerdeck.libp2p;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes connections out of sockets, dialed or accepted.
final class Dialer {
  private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);

  private final HostConfig config;
  private final Resources resources;
  private final Transport transport;
  private final ConnectionTable table;
  private final ProtocolTable protocols;
  private final IdentifyService identify;
  private final Executor executor;
  private final Upgrade upgrade;
  private final Map<PeerId, CompletableFuture<Connection>> dials = new ConcurrentHashMap<>();

  Dialer(
      HostConfig config,
      Resources resources,
      Transport transport,
      ConnectionTable table,
      ProtocolTable protocols,
      IdentifyService identify,
      Executor executor) {
    this.config = config;
    this.resources = resources;
    this.transport = transport;
    this.table = table;
    this.protocols = protocols;
    this.identify = identify;
    this.executor = executor;
    this.upgrade = new Upgrade(config.key(), config.random());
  }

  /// An inbound socket, on its event loop.
  void accept(SecureChannel channel) {
    InetSocketAddress remote = (InetSocketAddress) channel.channel().remoteAddress();
    Multiaddr from = TcpAddress.of(remote);
    ConnectionScope scope;
    try {
      if (!config.gate().mayAccept(from)) {
        throw new Libp2pException("the gate accepts nothing from " + from);
      }
      scope = resources.inbound(remote.getAddress());
    } catch (RuntimeException e) {
      LOG.debug("an inbound connection was refused: {}", e.getMessage());
      channel.channel().close();
      return;
    }
    channel.channel().closeFuture().addListener(ended -> scope.end());
    executor.execute(
        () -> {
          try {
            secure(channel, scope, from, false, Optional.empty(), config.limits().handshake());
          } catch (RuntimeException e) { // whatever a stranger provoked ends with its socket
            LOG.debug("an inbound connection failed", e);
            channel.abort();
          }
        });
  }

  Connection connect(PeerId peer, List<Multiaddr> addresses, Duration timeout) {
    Optional<PeerConnection> open = table.with(peer).stream().findFirst();
    return open.isPresent() ? open.get() : connectAnew(peer, addresses, timeout);
  }

  Connection connectAnew(PeerId peer, List<Multiaddr> addresses, Duration timeout) {
    CompletableFuture<Connection> mine = new CompletableFuture<>();
    CompletableFuture<Connection> running = dials.putIfAbsent(peer, mine);
    if (running != null) {
      return await(running, peer, timeout);
    }
    try {
      Connection connection = tryAll(peer, addresses, timeout);
      mine.complete(connection);
      return connection;
    } catch (RuntimeException e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      dials.remove(peer, mine);
    }
  }

  private static Connection await(
      CompletableFuture<Connection> running, PeerId peer, Duration timeout) {
    try {
      return running.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Libp2pException("interrupted while dialing " + peer, e);
    } catch (TimeoutException e) {
      throw new Libp2pException("dialing %s took over %s".formatted(peer, timeout), e);
    } catch (ExecutionException e) {
      throw new Libp2pException(
          String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()), e);
    }
  }

  private Connection tryAll(PeerId peer, List<Multiaddr> addresses, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    StringJoiner failures = new StringJoiner("; ");
    failures.setEmptyValue("no address is known");
    int untried = addresses.size();
    for (Multiaddr address : addresses) {
      Duration left = Duration.ofNanos(deadline - System.nanoTime());
      if (!left.isPositive()) {
        failures.add("no time was left for " + address);
        break;
      }
      try {
        // Each gets its share of what is left: one that swallows packets must not eat all the time.
        return dial(address, Optional.of(peer), left.dividedBy(untried--));
      } catch (Libp2pException e) {
        failures.add(String.valueOf(e.getMessage()));
      }
    }
    throw new Libp2pException("cannot reach %s: %s".formatted(peer, failures));
  }

  Connection dial(Multiaddr address, Optional<PeerId> expected, Duration timeout) {
    if (expected.isPresent() && !address.peerId().orElse(expected.get()).equals(expected.get())) {
      throw new Libp2pException("%s is the address of another peer".formatted(address));
    }
    long deadline = System.nanoTime() + timeout.toNanos();
    StringJoiner failures = new StringJoiner("; ");
    for (InetSocketAddress socket : TcpAddress.resolve(address)) {
      try {
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        return dial(socket, address, expected, left);
      } catch (Libp2pException e) {
        failures.add(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Libp2pException("interrupted while dialing " + address, e);
      }
    }
    throw new Libp2pException("%s: %s".formatted(address, failures));
  }

  private Connection dial(
      InetSocketAddress socket, Multiaddr address, Optional<PeerId> expected, Duration timeout)
      throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    ConnectionScope scope = resources.outbound();
    SecureChannel channel;
    try {
      channel = transport.dial(socket, timeout);
    } catch (InterruptedException | RuntimeException e) {
      scope.end();
      throw e;
    }
    channel.channel().closeFuture().addListener(ended -> scope.end());
    Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
    return secure(channel, scope, address, true, expected, left);
  }

  private Connection secure(
      SecureChannel channel,
      ConnectionScope scope,
      Multiaddr address,
      boolean outbound,
      Optional<PeerId> expected,
      Duration timeout) {
    boolean done = false;
    long began = System.nanoTime();
    LimitMeter meter = resources.meter(Limit.HANDSHAKE);
    try {
      channel.deadline(timeout);
      PeerId peer = upgrade.run(channel, outbound, proven -> check(proven, expected, scope));
      PeerConnection connection =
          new PeerConnection(peer, address, outbound, channel, scope, config, protocols, table);
      if (!config.gate().mayStay(connection)) {
        throw new Libp2pException(
            "the gate does not let the connection with %s stay".formatted(peer));
      }
      table.add(connection);
      try {
        connection.start();
        if (config.identifies()) {
          executor.execute(() -> identify.ask(connection));
        }
        done = true;
        meter.lasted(System.nanoTime() - began);
        return connection;
      } finally {
        if (!done) {
          table.ended(connection);
        }
      }
    } catch (IOException e) {
      throw new Libp2pException("the handshake failed", e);
    } finally {
      scope.settle();
      if (!done) {
        if (System.nanoTime() - began >= timeout.toNanos()) {
          meter.refuse();
        }
        channel.abort();
      }
    }
  }

  /// The peer is proven; may it go on?
  private void check(PeerId peer, Optional<PeerId> expected, ConnectionScope scope) {
    if (expected.isPresent() && !expected.get().equals(peer)) {
      throw new Libp2pException("expected %s, found %s".formatted(expected.get(), peer));
    }
    if (peer.equals(config.key().peerId())) {
      throw new Libp2pException("that is this peer itself");
    }
    if (!config.gate().mayConnect(peer)) {
      throw new Libp2pException("the gate does not let %s connect".formatted(peer));
    }
    scope.secured(peer);
  }
}
