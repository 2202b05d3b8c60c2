package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.clock.ClockSchema;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.Fleet;
import io.peerdeck.fleet.MemberChange;
import io.peerdeck.fleet.Membership;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnAddressesTest {
  private static final Multiaddr HOME = Multiaddr.parse("/ip4/192.168.7.3/tcp/4011");
  private static final Multiaddr AWAY = Multiaddr.parse("/ip4/10.8.0.3/tcp/4011");
  private static final Multiaddr LOOPBACK = Multiaddr.parse("/ip4/127.0.0.1/tcp/4011");

  @TempDir Path folder;
  private Database database;
  private MerkleClock<Roster> clock;
  private Fleet fleet;
  private OwnAddresses own;

  @BeforeEach
  void open() {
    database =
        Database.open(folder.resolve("own.db"), List.of(new Migration(1, ClockSchema.STATEMENTS)));
    clock =
        MerkleClock.open(
            database,
            KeyPair.generate(new SecureRandom()),
            new Membership(),
            InstantSource.system());
    fleet = new Fleet(clock);
    own = new OwnAddresses(fleet, clock);
  }

  @AfterEach
  void close() {
    clock.close();
    database.close();
  }

  private List<Multiaddr> told() {
    return fleet.roster().member(clock.self()).orElseThrow().addresses().stream()
        .map(Multiaddr::withoutPeer)
        .toList();
  }

  @Test
  void theFleetIsToldOfOtherAddressesOnce() {
    fleet.found("test", MemberChange.NONE.addresses(List.of(HOME)));
    own.moved(List.of(AWAY, HOME));
    assertThat(told()).containsExactly(AWAY, HOME);
    long entries = clock.stats().entries();
    own.moved(List.of(AWAY, HOME));
    own.moved(List.of(HOME, AWAY));
    assertThat(clock.stats().entries()).as("the same addresses are no news").isEqualTo(entries);
  }

  @Test
  void withoutANetworkWhatTheFleetKnowsStays() {
    fleet.found("test", MemberChange.NONE.addresses(List.of(HOME)));
    own.moved(List.of());
    assertThat(told()).containsExactly(HOME);
  }

  @Test
  void whoIsNoMemberYetSaysNothing() {
    own.moved(List.of(AWAY));
    assertThat(clock.stats().entries()).isZero();
  }

  @Test
  void loopbackIsToldOnlyWhereThereIsNothingElse() {
    assertThat(FleetEntrance.advertised(List.of(LOOPBACK, HOME))).containsExactly(HOME);
    assertThat(FleetEntrance.advertised(List.of(LOOPBACK))).containsExactly(LOOPBACK);
  }
}
