package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
  @TempDir Path folder;
  private final List<ClockOnDisk> open = new ArrayList<>();
  private ClockOnDisk anna;
  private ClockOnDisk bert;
  private ClockOnDisk carl;

  @BeforeEach
  void found() {
    anna = peer(1);
    bert = peer(2);
    carl = peer(3);
    anna.fleet.found("home", MemberChange.NONE.name("anna").slots(2).labels(Set.of("linux")));
  }

  @AfterEach
  void close() {
    open.forEach(ClockOnDisk::close);
  }

  @Test
  void membersComeSpeakForThemselvesAndGo() {
    anna.fleet.addMember(address(bert.id()), Optional.of("bert"), Fleet.DEFAULT_ROLES);
    bert.pull(anna);
    assertThat(bert.fleet.updateSelf(MemberChange.NONE.slots(4).labels(Set.of("x64")))).isPresent();
    assertThat(bert.fleet.updateSelf(MemberChange.NONE.slots(4).labels(Set.of("x64")))).isEmpty();
    anna.pull(bert);

    assertThat(anna.fleet.roster()).isEqualTo(bert.fleet.roster());
    assertThat(anna.fleet.roster().member(bert.id()).orElseThrow().slots()).isEqualTo(4);
    assertThat(anna.fleet.warnings()).singleElement().asString().contains("only admin");

    anna.fleet.removeMember(bert.id());
    bert.pull(anna);
    assertThat(anna.fleet.roster().isMember(bert.id())).isFalse();
    assertThat(anna.fleet.roster().removal(bert.id()).orElseThrow().lastSeq()).isZero();
    assertThat(bert.fleet.warnings()).anyMatch(warning -> warning.contains("was removed"));
    assertThat(bert.fleet.updateSelf(MemberChange.NONE.slots(9))).isEmpty();
  }

  @Test
  void commandsTheRulesForbidAreRefusedWithTheReason() {
    PeerId dora = MemberDag.peer(9);
    assertThatThrownBy(() -> anna.fleet.removeMember(anna.id())).hasMessageContaining("only admin");
    assertThatThrownBy(() -> anna.fleet.removeMember(dora)).hasMessageContaining("no member");
    assertThatThrownBy(() -> add(anna, Multiaddr.parse("/ip4/192.0.2.1/tcp/4001")))
        .hasMessageContaining("/p2p/");
    assertThatThrownBy(() -> bert.fleet.addMember(address(dora), Optional.empty(), Set.of()))
        .hasMessageContaining("no member of a fleet");
    assertThatThrownBy(() -> anna.fleet.addMember(address(dora), Optional.empty(), Set.of()))
        .hasMessageContaining("at least one role");
    assertThatThrownBy(
            () -> anna.fleet.update(anna.id(), MemberChange.NONE.roles(Set.of(Role.WORKER))))
        .hasMessageContaining("stays admin");
    assertThatThrownBy(() -> anna.fleet.updateSelf(MemberChange.NONE.slots(-1)))
        .hasMessageContaining("slots");
    add(anna, address(bert.id()));
    assertThatThrownBy(() -> add(anna, address(bert.id()))).hasMessageContaining("already");
    bert.pull(anna);
    assertThatThrownBy(() -> add(bert, address(dora))).hasMessageContaining("only an admin");
    assertThat(anna.fleet.roster().ineffective()).isEmpty();
  }

  @Test
  void anEntryHasEffectByItsAuthorsRoleInItsCausalPast() {
    anna.fleet.addMember(address(bert.id()), Optional.empty(), Set.of(Role.OBSERVER));
    bert.pull(anna);
    Entry early = write(bert, "run.submitted", "run");
    anna.fleet.update(bert.id(), MemberChange.NONE.roles(Set.of(Role.OPERATOR)));
    bert.pull(anna);
    Entry late = write(bert, "run.submitted", "run");
    Entry claim = write(bert, "job.claimed", late.cid().toString());
    Entry unknown = write(bert, "cake.baked", "cake");
    anna.pull(bert);

    assertThat(anna.effect.hasEffect(early)).isFalse();
    assertThat(anna.effect.hasEffect(late)).isTrue();
    assertThat(anna.effect.whyNot(claim).orElseThrow()).contains("role");
    assertThat(anna.effect.hasEffect(unknown)).isFalse();
    assertThat(anna.entries()).allSatisfy(e -> assertThat(anna.clock.has(e.cid())).isTrue());
  }

  @Test
  void aRemovalTakesEffectFromWhatWasNotKnownAndNamesTheKeysToFoldAgain() {
    add(anna, address(bert.id()));
    add(anna, address(carl.id()));
    bert.pull(anna);
    Entry known = write(bert, "run.submitted", "run");
    anna.pull(bert);
    Entry unknown = write(bert, "run.held", "run-1");
    write(bert, "job.claimed", "run-2");
    carl.pull(bert);
    assertThat(carl.effect.hasEffect(unknown)).isTrue();

    anna.fleet.removeMember(bert.id());
    List<Entry> news = carl.pull(anna);

    assertThat(carl.effect.hasEffect(known)).isTrue();
    assertThat(carl.effect.whyNot(unknown).orElseThrow()).contains("removed");
    assertThat(carl.effect.keysToRefold(news)).contains("member", "run-1", "run-2");
    assertThat(carl.effect.keysToRefold(news)).doesNotContain("run");
    bert.pull(anna);
    assertThatThrownBy(() -> write(bert, "run.held", "run-3")).hasMessageContaining("member");
  }

  @Test
  void aPeerAddedAgainCountsAgainFromThere() {
    add(anna, address(bert.id()));
    bert.pull(anna);
    Entry lost = write(bert, "run.submitted", "run");
    anna.fleet.removeMember(bert.id());
    add(anna, address(bert.id()));
    bert.pull(anna);
    Entry counted = write(bert, "run.submitted", "run");
    anna.pull(bert);

    assertThat(anna.effect.hasEffect(lost)).isFalse();
    assertThat(anna.effect.hasEffect(counted)).isTrue();
  }

  @Test
  void twoHistoriesOfOneAuthorFreezeItAndNameTheKeysToFoldAgain() {
    add(anna, address(bert.id()));
    add(anna, address(carl.id()));
    bert.pull(anna);
    carl.pull(anna);
    Entry first = write(bert, "run.held", "run-1");
    carl.pull(bert);
    // The same key from a restored folder that has forgotten its entry.
    Path restored = folder.resolve("restored");
    assertThat(restored.toFile().mkdir()).isTrue();
    ClockOnDisk twin = new ClockOnDisk(2, restored);
    open.add(twin);
    twin.pull(anna);
    write(twin, "run.held", "run-2");

    List<Entry> news = carl.pull(twin);

    assertThat(carl.effect.whyNot(first).orElseThrow()).contains("frozen");
    assertThat(carl.effect.keysToRefold(news)).contains("run-1", "run-2");
    assertThat(carl.fleet.warnings()).anyMatch(warning -> warning.contains("frozen"));
  }

  @Test
  void clocksThatHeardTheSameInAnotherOrderHaveTheSameRoster() {
    anna.fleet.addMember(
        address(bert.id()), Optional.of("bert"), Set.of(Role.ADMIN, Role.OPERATOR));
    bert.pull(anna);
    add(anna, address(carl.id()));
    bert.fleet.addMember(address(carl.id()), Optional.of("carla"), Set.of(Role.WORKER));
    anna.fleet.removeMember(bert.id());
    bert.fleet.removeMember(anna.id());
    bert.fleet.addMember(address(MemberDag.peer(7)), Optional.empty(), Set.of(Role.OBSERVER));
    anna.pull(bert);
    bert.pull(anna);
    assertThat(bert.fleet.roster()).isEqualTo(anna.fleet.roster());
    assertThat(anna.fleet.roster().withRole(Role.ADMIN)).hasSize(1);

    for (int i = 0; i < 5; i++) {
      ClockOnDisk other = peer(10 + i);
      other.clock.adoptFleet(anna.clock.fleet().orElseThrow());
      List<byte[]> blocks = new ArrayList<>(anna.entries().stream().map(Entry::block).toList());
      Collections.shuffle(blocks, new Random(i));
      blocks.forEach(block -> other.clock.admit(List.of(block)));
      assertThat(other.fleet.roster()).isEqualTo(anna.fleet.roster());
      assertThat(other.clock.compoundHead()).isEqualTo(anna.clock.compoundHead());
    }
  }

  private ClockOnDisk peer(int number) {
    ClockOnDisk peer = new ClockOnDisk(number, folder);
    open.add(peer);
    return peer;
  }

  private static void add(ClockOnDisk admin, Multiaddr address) {
    admin.fleet.addMember(address, Optional.empty(), Fleet.DEFAULT_ROLES);
  }

  private static Entry write(ClockOnDisk author, String kind, String key) {
    return author.clock.append(kind, key, Ipld.map().build()).join();
  }

  private static Multiaddr address(PeerId peer) {
    return Multiaddr.parse("/ip4/127.0.0.1/tcp/4001").withPeer(peer);
  }
}
