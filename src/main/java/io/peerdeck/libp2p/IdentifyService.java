package io.peerdeck.libp2p;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/ipfs/id/1.0.0` and `/ipfs/id/push/1.0.0`: who we are, and who they say they are.
final class IdentifyService {
  static final String ID = "/ipfs/id/1.0.0";
  static final String PUSH = "/ipfs/id/push/1.0.0";
  private static final int RECORDS = 256;
  private static final Logger LOG = LoggerFactory.getLogger(IdentifyService.class);

  private final Cache<ByteBuffer, PeerRecord> records =
      Caffeine.newBuilder().maximumSize(RECORDS).executor(Runnable::run).build();
  private final HostConfig config;
  private final ProtocolTable protocols;
  private final ConnectionTable table;
  private final Supplier<List<Multiaddr>> addresses;
  private @Nullable Sealed sealed;

  IdentifyService(
      HostConfig config,
      ProtocolTable protocols,
      ConnectionTable table,
      Supplier<List<Multiaddr>> addresses) {
    this.config = config;
    this.protocols = protocols;
    this.table = table;
    this.addresses = addresses;
  }

  /// Answers who asks.
  ProtocolBinding answer() {
    return new Binding(ID) {
      @Override
      public void handle(Stream stream) throws IOException {
        own((PeerConnection) stream.connection()).write(stream.output());
      }
    };
  }

  /// Takes in what changed on the other side.
  ProtocolBinding acceptPush() {
    return new Binding(PUSH) {
      @Override
      public void handle(Stream stream) throws IOException {
        take((PeerConnection) stream.connection(), IdentifyMessage.read(stream.input()));
      }
    };
  }

  /// Asks a new peer.
  void ask(PeerConnection connection) {
    try {
      ask(connection, config.limits().negotiation());
    } catch (Libp2pException e) {
      LOG.debug("{} did not say who it is: {}", connection, e.getMessage());
    }
  }

  /// Asks a peer and waits for its answer.
  ///
  /// @throws Libp2pException if there is none in time, or none that makes sense
  Identify ask(PeerConnection connection, Duration timeout) {
    try (Stream stream = connection.newStream(ID, timeout)) {
      stream.deadline(timeout);
      stream.closeWrite();
      return take(connection, IdentifyMessage.read(stream.input()));
    } catch (IOException e) {
      throw new Libp2pException(connection + " did not say who it is", e);
    }
  }

  /// Tells a peer that asked for it what we are now.
  void push(PeerConnection connection) {
    if (connection.identified().filter(known -> known.protocols().contains(PUSH)).isEmpty()) {
      return;
    }
    try (Stream stream = connection.newStream(PUSH, config.limits().negotiation())) {
      own(connection).write(stream.output());
    } catch (Libp2pException | IOException e) {
      LOG.debug("{} did not take our news: {}", connection, e.getMessage());
    }
  }

  private Identify take(PeerConnection connection, IdentifyMessage message) {
    PeerId peer = connection.remotePeer();
    boolean itself =
        message
            .publicKey()
            .map(key -> Arrays.equals(key, PeerId.ed25519Protobuf(peer.ed25519Key())))
            .orElse(true);
    if (!itself) {
      throw new Libp2pException(peer + " identified itself with another key than it proved");
    }
    Optional<PeerRecord> record = message.signedRecord().flatMap(bytes -> record(bytes, peer));
    Identify known = connection.identify(before -> message.over(before, record));
    table.identified(connection);
    return known;
  }

  /// Peers tell the same record until their addresses change; it is checked once.
  private Optional<PeerRecord> record(byte[] bytes, PeerId peer) {
    ByteBuffer key = ByteBuffer.wrap(bytes);
    PeerRecord checked = records.getIfPresent(key);
    if (checked != null && checked.peer().equals(peer)) {
      return Optional.of(checked);
    }
    Optional<PeerRecord> fresh = open(bytes, peer);
    fresh.ifPresent(record -> records.put(key, record));
    return fresh;
  }

  /// A record that is not the peer's own is worth nothing, and no reason to part.
  private static Optional<PeerRecord> open(byte[] bytes, PeerId peer) {
    try {
      PeerRecord record = PeerRecord.open(bytes);
      if (record.peer().equals(peer)) {
        return Optional.of(record);
      }
      LOG.debug("{} gave a signed record of {}", peer, record.peer());
    } catch (MultiformatException e) {
      LOG.debug("the signed record of {} is none: {}", peer, e.getMessage());
    }
    return Optional.empty();
  }

  private IdentifyMessage own(PeerConnection connection) {
    List<Multiaddr> listen = addresses.get().stream().map(Multiaddr::withoutPeer).toList();
    Sealed sealed = record(listen);
    return IdentifyMessage.of(
        config.key().peerId(),
        new Identify(
            config.agentVersion(),
            protocols.protocols(),
            listen,
            connection.observedAddress(),
            Optional.of(sealed.record())),
        sealed.envelope());
  }

  private record Sealed(PeerRecord record, SignedEnvelope envelope) {}

  /// Signed anew when the addresses changed, under the time in milliseconds, so that later records
  /// have higher numbers, also over restarts.
  private synchronized Sealed record(List<Multiaddr> listen) {
    List<Multiaddr> told = listen.stream().distinct().limit(PeerRecord.MAX_ADDRESSES).toList();
    @Nullable Sealed last = sealed;
    if (last != null && last.record().addresses().equals(told)) {
      return last;
    }
    long now = config.clock().instant().toEpochMilli();
    long seq = last == null ? now : Math.max(last.record().seq() + 1, now);
    PeerRecord record = new PeerRecord(config.key().peerId(), seq, told);
    Sealed fresh = new Sealed(record, record.seal(config.key()));
    sealed = fresh;
    return fresh;
  }

  private abstract static class Binding implements ProtocolBinding {
    private final String id;

    Binding(String id) {
      this.id = id;
    }

    @Override
    public List<String> protocols() {
      return List.of(id);
    }
  }
}
