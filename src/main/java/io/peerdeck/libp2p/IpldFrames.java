package io.peerdeck.libp2p;

import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import java.util.Optional;

/// DAG-CBOR maps on a stream, each behind its length as an unsigned varint: the framing of all
/// `/peerdeck/…` protocols.
public final class IpldFrames {
  private final Stream stream;
  private final ByteFrames frames;

  /// Frames of at most `maxFrame` bytes, in both directions.
  public IpldFrames(Stream stream, int maxFrame) {
    this.stream = stream;
    this.frames = new ByteFrames(stream, maxFrame);
  }

  /// Writes one frame in one piece.
  ///
  /// @throws Libp2pException if the map is larger than a frame may be, or the stream fails
  public void write(Ipld.Map map) {
    frames.write(DagCbor.encode(map));
  }

  /// Reads one frame; empty when the other side closed its half between two frames.
  ///
  /// @throws ProtocolBreach if the frame is too large, or not a DAG-CBOR map
  /// @throws Libp2pException if it is cut off, or the stream fails
  public Optional<Ipld.Map> read() {
    return frames.read().map(this::map);
  }

  private Ipld.Map map(byte[] body) {
    String what = "a frame of " + stream.protocol();
    if (ProtocolBreach.reading(what, () -> DagCbor.decode(body)) instanceof Ipld.Map map) {
      return map;
    }
    throw new ProtocolBreach("a frame of %s is no map".formatted(stream.protocol()));
  }
}
