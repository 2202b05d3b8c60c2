package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A source that brings what other members say. It keeps nothing itself, and each member answers
/// for what it told.
abstract sealed class MembersWord implements DiscoverySource permits GossipedPeers, PeerExchange {
  private final String name;
  private final int most;
  private volatile @Nullable Ear ear;

  /// @param most how many peers one member may bring
  MembersWord(String name, int most) {
    this.name = name;
    this.most = most;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Terms terms() {
    return new Terms(Reach.LOCAL, false, false, most);
  }

  @Override
  public void start(Ear registry) {
    ear = registry;
  }

  /// Who hears what members say; empty before the start and after the end.
  final Optional<Ear> ear() {
    return Optional.ofNullable(ear);
  }

  /// A member told what is not so.
  final void lied(PeerId member, Exception untrue) {
    ear()
        .ifPresent(
            registry -> registry.lied(Optional.of(member), String.valueOf(untrue.getMessage())));
  }

  @Override
  public final int cleanup(List<PeerInfo> known) {
    return 0;
  }

  @Override
  public void close() {
    ear = null;
  }
}
