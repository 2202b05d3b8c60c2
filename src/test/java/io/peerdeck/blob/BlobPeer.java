package io.peerdeck.blob;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// A real host on loopback with a store of its own.
final class BlobPeer implements AutoCloseable, FetchEar {
  final Host host;
  final BlobStore store;
  final UnixFs unixFs;
  final Transfers transfers = new Transfers(InstantSource.system(), System::nanoTime);
  final BlobExchange exchange;
  final Map<PeerId, Long> served = new ConcurrentHashMap<>();
  final List<FetchReport.Failure> failures = new CopyOnWriteArrayList<>();

  private BlobPeer(Path folder, BlobLimits limits, PushPolicy policy, boolean serves) {
    host =
        Host.start(
            HostConfig.of(KeyPair.generate(new SecureRandom()))
                .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    store = BlobStore.open(folder);
    unixFs = new UnixFs(store);
    exchange = new BlobExchange(store, host::newStream, transfers, limits, policy, this);
    if (serves) {
      host.handle(exchange);
    }
  }

  static BlobPeer start(Path folder) {
    return new BlobPeer(folder, BlobLimits.standard(), PushPolicy.TAKE_ALL, true);
  }

  static BlobPeer start(Path folder, BlobLimits limits, PushPolicy policy) {
    return new BlobPeer(folder, limits, policy, true);
  }

  /// A peer that answers the blob protocol in its own way.
  static BlobPeer answering(Path folder, Consumer<Stream> answer) {
    BlobPeer peer = new BlobPeer(folder, BlobLimits.standard(), PushPolicy.TAKE_ALL, false);
    peer.host.handle(
        new ProtocolBinding() {
          @Override
          public List<String> protocols() {
            return List.of(BlobExchange.PROTOCOL);
          }

          @Override
          public void handle(Stream stream) {
            answer.accept(stream);
          }
        });
    return peer;
  }

  @Override
  public void served(PeerId peer, long blocks) {
    served.merge(peer, blocks, Long::sum);
  }

  @Override
  public void failed(FetchReport.Failure failure) {
    failures.add(failure);
  }

  PeerId id() {
    return host.peerId();
  }

  void connect(BlobPeer other) {
    host.connect(other.id(), other.host.addresses(), Duration.ofSeconds(10));
  }

  /// Payload bytes sent on the blob protocol since the start.
  long sent() {
    var traffic = host.bytesByProtocol().get(BlobExchange.PROTOCOL);
    return traffic == null ? 0 : traffic.sent();
  }

  @Override
  public void close() {
    host.close();
  }
}
