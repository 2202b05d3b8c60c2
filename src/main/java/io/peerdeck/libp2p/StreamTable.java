package io.peerdeck.libp2p;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The open streams of one session by their numbers, and which numbers may come: the dialer's are
/// odd, the listener's even, and none is used again.
final class StreamTable {
  private final boolean dialer;
  private final StreamOpener opener;
  private final StreamAcceptor acceptor;
  private final ConcurrentHashMap<Integer, YamuxStream> streams = new ConcurrentHashMap<>();

  /// @param opener knows the numbers given out here
  /// @param acceptor knows those the peer has used
  StreamTable(boolean dialer, StreamOpener opener, StreamAcceptor acceptor) {
    this.dialer = dialer;
    this.opener = opener;
    this.acceptor = acceptor;
  }

  int size() {
    return streams.size();
  }

  Collection<YamuxStream> all() {
    return streams.values();
  }

  void put(YamuxStream stream) {
    streams.put(stream.id(), stream);
  }

  /// False if it was gone already.
  boolean remove(YamuxStream stream) {
    return streams.remove(stream.id(), stream);
  }

  boolean isOurs(int id) {
    return (id % 2 == 1) == dialer;
  }

  /// The stream a frame is for; null if it was closed here while the frame was on its way.
  ///
  /// @throws Libp2pException if nobody opened it
  @Nullable YamuxStream find(int id) {
    YamuxStream stream = streams.get(id);
    if (stream == null) {
      boolean known = isOurs(id) ? opener.opened(id) : acceptor.opened(id);
      if (id <= 0 || !known) {
        throw new Libp2pException("the peer used stream %d, which nobody opened".formatted(id));
      }
    }
    return stream;
  }

  /// @throws Libp2pException if the peer cannot open a stream of this number
  void checkNew(int id) {
    if (id <= 0 || isOurs(id) || streams.containsKey(id)) {
      throw new Libp2pException("the peer cannot open stream %d".formatted(id));
    }
  }
}
