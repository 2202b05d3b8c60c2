package io.peerdeck.fleet;

import io.peerdeck.fleet.discovery.DiscoverySource;
import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.fleet.discovery.PeerInfo;
import io.peerdeck.fleet.discovery.Reach;
import io.peerdeck.fleet.discovery.Registration;
import io.peerdeck.fleet.discovery.Sighting;
import io.peerdeck.multiformats.PeerId;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/// The addresses that members published in the clock, as a source of peers: each member answers for
/// its own.
public final class MemberAddresses implements DiscoverySource {
  /// Its name.
  public static final String NAME = "members";

  private final Supplier<Roster> roster;
  private final Predicate<PeerId> connected;
  private final InstantSource wall;

  /// @param roster the members now, from memory
  /// @param connected whether a member is connected now, and so has shown that it is there
  public MemberAddresses(Supplier<Roster> roster, Predicate<PeerId> connected, InstantSource wall) {
    this.roster = roster;
    this.connected = connected;
    this.wall = wall;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Terms terms() {
    return new Terms(Reach.LOCAL, true, true, 1);
  }

  @Override
  public void start(Ear ear) {}

  @Override
  public List<Sighting> find() {
    return roster.get().members().stream().map(this::sighting).toList();
  }

  private Sighting sighting(Member member) {
    return new Sighting(
        member.peer(),
        member.addresses(),
        Optional.empty(),
        connected.test(member.peer()) ? Optional.of(wall.instant()) : Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of(member.peer()));
  }

  /// The clock is told by the node itself, when its addresses change.
  @Override
  public Registration register(PeerAnnouncement self) {
    return new Registration.ReadOnly();
  }

  @Override
  public int cleanup(List<PeerInfo> known) {
    return 0;
  }

  @Override
  public void close() {}
}
