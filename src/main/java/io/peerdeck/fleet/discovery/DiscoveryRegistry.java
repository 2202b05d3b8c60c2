package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// All sources together: asks each in its time, merges what they bring by peer id, tells others of
/// this node through those that can, and drops what has run out. Questions are answered from
/// memory.
public final class DiscoveryRegistry implements AddressBook, AutoCloseable {
  /// The most peers kept; beyond, the worst ranked that nobody chose go.
  public static final int MAX_PEERS = PeerTable.MAX_PEERS;

  private final PeerTable table;
  private final SourceRounds rounds;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  /// A registry at rest; see [#start()].
  ///
  /// @param own this node, which is left out
  /// @param self what this node says of itself now
  /// @param sources no two of one name
  /// @param wall for the times shown to people and kept in records
  /// @param nanos monotonic, for what is due
  /// @param liar hears of peers that told other peers what is not so, and what it was
  public DiscoveryRegistry(
      PeerId own,
      Supplier<PeerAnnouncement> self,
      List<DiscoverySource> sources,
      DiscoveryPace pace,
      InstantSource wall,
      LongSupplier nanos,
      BiConsumer<PeerId, String> liar) {
    this.table = new PeerTable(own, wall, liar);
    this.rounds = new SourceRounds(table, sources, pace, nanos, self, this::changed);
  }

  /// Begins to listen, ask and tell, each source on threads of its own.
  public DiscoveryRegistry start() {
    rounds.start();
    return this;
  }

  /// Gives every source who hears it, without asking or telling anything yet; [#start()] does it
  /// too.
  public DiscoveryRegistry listen() throws InterruptedException {
    rounds.listen();
    return this;
  }

  /// Asks sources now.
  ///
  /// @param names which; empty for all
  /// @return what came of each
  /// @throws DiscoveryException if there is no source of a name
  public Map<String, SourceAnswer> refresh(Set<String> names) throws InterruptedException {
    return rounds.refresh(names);
  }

  /// Tells others of this node now, through every source that can.
  ///
  /// @return what came of each
  public Map<String, Registration> register() throws InterruptedException {
    return rounds.register();
  }

  /// Drops what has run out, here and at the sources.
  ///
  /// @return how many were dropped, by source
  public Map<String, Integer> cleanup() throws InterruptedException {
    return rounds.cleanup();
  }

  /// The best ranked peers a query asks for, from memory.
  ///
  /// @throws DiscoveryException if the query names a source there is none of
  public List<PeerInfo> find(PeerQuery query) {
    if (!rounds.names().containsAll(query.sources())) {
      throw new DiscoveryException(
          "sources are " + String.join(", ", rounds.names()) + ", not " + query.sources());
    }
    return table.index().find(query);
  }

  /// One peer, from memory.
  public Optional<PeerInfo> peer(PeerId peer) {
    return table.index().peer(peer);
  }

  /// How many peers are known.
  public int size() {
    return table.index().size();
  }

  /// How far each source is believed and what it was worth.
  public List<SourceStanding> standings() {
    return table.standings();
  }

  /// What came of telling others of this node the last time, by source.
  public Map<String, Registration> registrations() {
    return rounds.registrations();
  }

  /// How many peers cleaning up has dropped so far, by source.
  public Map<String, Integer> removed() {
    return rounds.removed();
  }

  /// What a person should know of a source besides, by source.
  public Map<String, String> remarks() {
    return rounds.remarks();
  }

  @Override
  public List<Multiaddr> addressesOf(PeerId peer) {
    return table.addressesOf(peer);
  }

  @Override
  public void reached(PeerId peer, Multiaddr address) {
    table.reached(peer, address);
  }

  @Override
  public void unreachable(PeerId peer, List<Multiaddr> addresses) {
    table.unreachable(peer, addresses);
  }

  /// Hears whenever peers or standings may have changed. Must return quickly.
  ///
  /// @return ends it
  public Runnable subscribe(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void changed() {
    listeners.forEach(Runnable::run);
  }

  /// Lets the sources keep what they keep, and ends them.
  @Override
  public void close() {
    rounds.close();
  }
}
