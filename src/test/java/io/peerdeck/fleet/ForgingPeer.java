package io.peerdeck.fleet;

import io.peerdeck.clock.ClockSync;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.HostConfig;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// A member that sends forged entries to whoever syncs with it, or only where it syncs itself.
final class ForgingPeer implements AutoCloseable {
  private static final Duration SHORT = Duration.ofSeconds(5);

  final Host host;
  final List<PeerId> greeted = new CopyOnWriteArrayList<>();
  private final byte[] genuine;
  private final Cid fleet;
  volatile int forgeries;

  /// @param genuine a block of the fleet's that it will change
  ForgingPeer(int number, Cid fleet, byte[] genuine) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    this.fleet = fleet;
    this.genuine = genuine;
    host =
        Host.start(
            HostConfig.of(KeyPair.fromSeed(seed))
                .withListen(Multiaddr.parse("/ip4/127.0.0.1/tcp/0")));
    host.handle(binding(LiveProtocol.ID, this::live));
    host.handle(binding(ClockSync.PROTOCOL, stream -> sync(stream, forgeries)));
  }

  PeerId id() {
    return host.peerId();
  }

  /// Dials a node and opens a sync on which it sends so many forged entries.
  void attack(NodeOnLoopback node, int count) {
    Connection connection = host.connect(node.id(), List.of(node.address()), SHORT);
    try (Stream stream = connection.newStream(ClockSync.PROTOCOL, SHORT)) {
      sync(stream, count);
    }
  }

  private void live(Stream stream) {
    greeted.add(stream.connection().remotePeer());
    IpldFrames frames = new IpldFrames(stream, LiveLink.MAX_FRAME);
    frames.write(
        Ipld.map()
            .put("t", "hello")
            .put("v", 1)
            .putLinkOrNull("fleet", Optional.of(fleet))
            .build());
    while (frames.read().isPresent()) {
      frames.write(Heartbeat.IDLE.write(Heartbeat.USUAL_NEXT));
    }
  }

  private void sync(Stream stream, int count) {
    IpldFrames frames = new IpldFrames(stream, 1 << 20);
    frames.write(
        Ipld.map()
            .put("type", "summary")
            .put("fleet", fleet)
            .put("compound", "")
            .put("gained", 0)
            .put("more", false)
            .put("items", List.of())
            .build());
    List<Ipld> blocks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] forged = genuine.clone();
      // The signature is in the middle of the block; each forgery is another block.
      forged[genuine.length / 2] ^= (byte) (i + 1);
      blocks.add(new Ipld.Bytes(forged));
    }
    frames.write(Ipld.map().put("type", "entries").put("blocks", new Ipld.List(blocks)).build());
    frames.write(Ipld.map().put("type", "end").build());
    while (frames.read().isPresent()) {
      // What the other side tells is of no interest.
    }
  }

  private static ProtocolBinding binding(String id, ProtocolHandler handler) {
    return new ProtocolBinding() {
      @Override
      public List<String> protocols() {
        return List.of(id);
      }

      @Override
      public void handle(Stream stream) {
        handler.handle(stream);
      }
    };
  }

  private interface ProtocolHandler {
    void handle(Stream stream);
  }

  @Override
  public void close() {
    host.close();
  }
}
