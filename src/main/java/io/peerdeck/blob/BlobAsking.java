package io.peerdeck.blob;

import io.peerdeck.libp2p.FrameDeadline;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.function.LongSupplier;

/// One request to a peer on a stream of its own, and the answers to it.
final class BlobAsking {
  private final PeerStreams streams;
  private final BlobLimits limits;
  private final LongSupplier nanos;

  BlobAsking(PeerStreams streams, BlobLimits limits, LongSupplier nanos) {
    this.streams = streams;
    this.limits = limits;
    this.nanos = nanos;
  }

  interface Conversation<T> {
    T run(FrameDeadline stream, IpldFrames answers);
  }

  /// @throws BlobException if the peer cannot be reached, or breaks off
  <T> T ask(PeerId peer, Ipld.Map request, Conversation<T> conversation) {
    try (Stream opened = streams.open(peer, BlobExchange.PROTOCOL, limits.open())) {
      FrameDeadline stream = new FrameDeadline(opened, nanos);
      try {
        stream.next(limits.frame());
        new IpldFrames(stream, BlobLimits.MAX_REQUEST).write(request);
        return conversation.run(stream, new IpldFrames(stream, BlobLimits.MAX_ANSWER));
      } catch (PeerdeckException e) {
        opened.reset();
        throw e;
      }
    } catch (Libp2pException | MultiformatException e) {
      throw new BlobException("peer " + peer + ": " + e.getMessage(), e);
    }
  }

  static Ipld.Map answer(PeerId peer, IpldFrames answers) {
    return answers
        .read()
        .orElseThrow(
            () -> new BlobException("peer " + peer + " ended the stream without an answer"));
  }
}
