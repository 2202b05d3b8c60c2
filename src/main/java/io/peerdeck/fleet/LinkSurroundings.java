package io.peerdeck.fleet;

import io.peerdeck.fleet.discovery.AddressBook;
import io.peerdeck.libp2p.Connection;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What the links with all members share.
///
/// @param room asked before each dial
/// @param needed whether there is business with a peer, so that there is more room for it
/// @param route from the address a member tells to the one to dial from here
/// @param book where else members may be; hears how dials went
/// @param reached told of each connection that was dialled or found open
/// @param heads the clock's
/// @param tasks runs whatever may block
/// @param changed told when there is something new to see or to do
record LinkSurroundings(
    Host host,
    LiveProtocol live,
    PeerSync sync,
    Exclusion exclusion,
    Liveness liveness,
    ConnectionRoom room,
    Predicate<PeerId> needed,
    Pace pace,
    LongSupplier nanos,
    RandomGenerator random,
    UnaryOperator<Multiaddr> route,
    AddressBook book,
    Consumer<Connection> reached,
    Supplier<List<Cid>> heads,
    Executor tasks,
    Runnable changed) {
  Errand errand() {
    return new Errand(tasks, changed);
  }

  /// Pauses up to the longest between dials.
  Backoff backoff() {
    return backoff(pace.longestRetry());
  }

  /// Pauses from the first between dials up to this one.
  Backoff backoff(Duration longest) {
    return new Backoff(pace.firstRetry(), longest, random);
  }

  long now() {
    return nanos.getAsLong();
  }
}
