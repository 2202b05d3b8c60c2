package io.peerdeck.libp2p;

import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The protocols answered here, and what happens to a stream a peer opens: negotiated in time, let
/// in by the gate, counted, served on its own virtual thread.
final class ProtocolTable {
  private static final Logger LOG = LoggerFactory.getLogger(ProtocolTable.class);

  private final Limits limits;
  private final ConnectionGate gate;
  private final Executor executor;
  private final Map<String, ProtocolBinding> bindings = new ConcurrentHashMap<>();
  private final Map<String, TrafficCounter> traffic = new ConcurrentHashMap<>();

  ProtocolTable(Limits limits, ConnectionGate gate, Executor executor) {
    this.limits = limits;
    this.gate = gate;
    this.executor = executor;
  }

  void add(ProtocolBinding binding) {
    for (String protocol : binding.protocols()) {
      if (bindings.putIfAbsent(protocol, binding) != null) {
        throw new IllegalArgumentException(protocol + " is answered already");
      }
    }
  }

  List<String> protocols() {
    return bindings.keySet().stream().sorted().toList();
  }

  /// Counts for a stream, its protocol and its connection at once.
  TrafficCounter traffic(String protocol, PeerConnection connection) {
    TrafficCounter whole = traffic.computeIfAbsent(protocol, name -> new TrafficCounter());
    return new TrafficCounter(whole, connection.counter());
  }

  Map<String, Traffic> sums() {
    Map<String, Traffic> sums = new TreeMap<>();
    traffic.forEach((protocol, counter) -> sums.put(protocol, counter.sum()));
    return sums;
  }

  /// Takes over a stream the peer opened; called on the event loop.
  void serve(PeerConnection connection, YamuxStream stream) {
    connection.scope().hold();
    executor.execute(
        () -> {
          try {
            run(connection, stream);
          } finally {
            stream.release();
            connection.scope().release();
          }
        });
  }

  private void run(PeerConnection connection, YamuxStream stream) {
    String protocol;
    LimitMeter negotiation = connection.scope().meter(Limit.NEGOTIATION);
    long began = System.nanoTime();
    stream.limit(limits.negotiation());
    try {
      protocol =
          Multistream.answer(
              stream.input(), stream.output(), name -> answers(connection.remotePeer(), name));
      stream.unlimit();
      negotiation.lasted(System.nanoTime() - began);
    } catch (Libp2pException | IOException e) {
      LOG.debug("no protocol agreed with {}: {}", connection, e.toString());
      if (System.nanoTime() - began >= limits.negotiation().toNanos()) {
        negotiation.refuse();
      }
      stream.reset();
      return;
    }
    ResourceScope use = connection.scope().protocol(protocol);
    if (!use.tryTake(Resource.INBOUND_STREAMS, 1)) {
      LOG.debug("too many streams of {} {}", protocol, connection);
      stream.reset();
      return;
    }
    try {
      stream.negotiated(protocol, connection, traffic(protocol, connection));
      handle(stream, bindings.get(protocol));
    } finally {
      use.give(Resource.INBOUND_STREAMS, 1);
    }
  }

  private static void handle(YamuxStream stream, @Nullable ProtocolBinding binding) {
    boolean served = false;
    try {
      if (binding != null) {
        binding.handle(stream);
        served = true;
      }
    } catch (StreamResetException e) {
      LOG.debug("{} ended: {}", stream.protocol(), e.getMessage());
    } catch (Libp2pException e) { // the peer's doing: one line, so that it cannot flood the log
      LOG.info("{} {}: {}", stream.protocol(), stream.connection(), e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      LOG.warn("serving {} {} failed", stream.protocol(), stream.connection(), e);
    } finally {
      if (served) {
        stream.close();
      } else {
        stream.reset();
      }
    }
  }

  private boolean answers(PeerId peer, String protocol) {
    return bindings.containsKey(protocol)
        && (protocol.equals(IdentifyService.ID)
            || protocol.equals(PingService.ID)
            || gate.mayOpen(peer, protocol));
  }
}
