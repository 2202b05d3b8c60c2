package io.peerdeck.libp2p.gossip;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.PeerRecord;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to the peers named in a PRUNE whose signed records hold, a few at a time. A name
/// without a record is left to whoever finds peers.
public final class RecordExchange implements PeerExchange {
  private static final Logger LOG = LoggerFactory.getLogger(RecordExchange.class);
  private static final int DIALS = 8;
  private static final Duration DIAL = Duration.ofSeconds(10);

  private final Host host;
  private final Function<PeerId, Optional<byte[]>> records;
  private final Predicate<PeerId> admits;
  private final UnaryOperator<Multiaddr> route;
  private final Set<PeerId> dialling = ConcurrentHashMap.newKeySet();

  /// @param records the newest signed record held of a peer; answers from memory
  /// @param admits with whom to connect at all
  public RecordExchange(
      Host host, Function<PeerId, Optional<byte[]>> records, Predicate<PeerId> admits) {
    this(host, records, admits, UnaryOperator.identity());
  }

  /// @param records the newest signed record held of a peer; answers from memory
  /// @param admits with whom to connect at all
  /// @param route from the address in a record to the one to dial from here
  public RecordExchange(
      Host host,
      Function<PeerId, Optional<byte[]>> records,
      Predicate<PeerId> admits,
      UnaryOperator<Multiaddr> route) {
    this.host = host;
    this.records = records;
    this.admits = admits;
    this.route = route;
  }

  @Override
  public Optional<byte[]> signedRecord(PeerId peer) {
    return records.apply(peer);
  }

  @Override
  public void offered(PeerId by, PeerId peer, Optional<byte[]> signedRecord) {
    if (signedRecord.isEmpty()
        || peer.equals(host.peerId())
        || !admits.test(peer)
        || !host.connections(peer).isEmpty()) {
      return;
    }
    List<Multiaddr> addresses;
    try {
      PeerRecord known = PeerRecord.open(signedRecord.get());
      if (!known.peer().equals(peer)) {
        LOG.info("{} offers {} with the record of {}", by, peer, known.peer());
        return;
      }
      addresses =
          known.addresses().stream().map(where -> route.apply(where.withPeer(peer))).toList();
    } catch (MultiformatException e) {
      LOG.info("{} offers {} with a record that does not hold: {}", by, peer, e.getMessage());
      return;
    }
    if (dialling.size() < DIALS && dialling.add(peer)) {
      Thread.ofVirtual().name("gossip-exchange").start(() -> dial(peer, addresses));
    }
  }

  private void dial(PeerId peer, List<Multiaddr> addresses) {
    try {
      host.connect(peer, addresses, DIAL);
    } catch (Libp2pException e) {
      LOG.debug("an offered peer is out of reach: {}", e.getMessage());
    } finally {
      dialling.remove(peer);
    }
  }
}
