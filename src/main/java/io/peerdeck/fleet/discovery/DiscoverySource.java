package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;

/// One road by which this node hears of peers: a list somebody wrote, a file, the local network,
/// other peers. The registry asks it on a thread of its own with a deadline, one call at a
/// time; a failure costs the source its standing and nothing else.
public interface DiscoverySource extends AutoCloseable {
  /// How it is called in settings, queries and views: a lower-case word.
  String name();

  /// How far it is to be believed.
  Terms terms();

  /// Gives the source who hears what it finds. Called once, before anything else.
  ///
  /// @throws DiscoveryException if it cannot begin to listen
  void start(Ear ear);

  /// What it knows now; may ask others and block.
  ///
  /// @throws DiscoveryException if it cannot tell
  List<Sighting> find();

  /// Tells others of this node.
  ///
  /// @throws DiscoveryException if it cannot
  Registration register(PeerAnnouncement self);

  /// Drops what is out of date from what the source itself keeps.
  ///
  /// @param known what the registry holds now, for sources that keep it
  /// @return how many peers were dropped
  /// @throws DiscoveryException if it cannot
  int cleanup(List<PeerInfo> known);

  /// What a person should know of it besides, in a sentence; empty for nothing. Answers from
  /// memory.
  default Optional<String> remark() {
    return Optional.empty();
  }

  /// Stops listening and telling. Does not throw.
  @Override
  void close();

  /// The registry as a source sees it. May be called from any thread; answers from memory.
  interface Ear {
    /// Takes what the source heard without having been asked.
    void heard(List<Sighting> sightings);

    /// Something came that is no truthful word on a peer.
    ///
    /// @param teller who told it, where that is another peer, which then answers for it
    /// @param what was wrong, in a sentence
    void lied(Optional<PeerId> teller, String what);

    /// What all sources together know, for sources that pass it on.
    List<PeerInfo> known(PeerQuery query);
  }

  /// How far a source is to be believed.
  ///
  /// @param reach PUBLIC where only addresses that anybody can dial are in order
  /// @param whole whether each answer is all there is, so that who is missing from it is gone
  /// @param kept whether it names peers somebody chose, which no flood may push out
  /// @param most how many peers one author may bring
  record Terms(Reach reach, boolean whole, boolean kept, int most) {}
}
