package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.peerdeck.clock.Entry;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Ipld;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// A fleet of two honest nodes and one member that forges, over real connections.
@Timeout(180)
class MisconductTest {
  @TempDir Path folder;
  @RegisterExtension final OpenedParts open = new OpenedParts();
  private NodeOnLoopback anna;
  private NodeOnLoopback bert;
  private ForgingPeer mallory;

  @BeforeEach
  void fleet() {
    anna = node(1).founded().started();
    bert = node(2).started();
    anna.disk.fleet.addMember(bert.address(), Optional.empty(), Fleet.DEFAULT_ROLES);
    bert.connector.join(anna.address());
    soon().until(() -> bert.disk.fleet.roster().isMember(bert.id()));
    bert.disk.fleet.updateSelf(bert.self());
    Entry genesis = anna.disk.entries().getFirst();
    mallory = new ForgingPeer(3, genesis.cid(), genesis.block());
    open.add(mallory);
  }

  @Test
  void whoAnswersWithForgedEntriesIsCutOffAndTheReasonIsShown() {
    mallory.forgeries = 150;
    let(mallory);
    soon().until(() -> stateOfMallory() == PeerStatus.State.BLOCKED);
    PeerStatus status = anna.registry.peer(mallory.id()).orElseThrow();
    assertThat(status.reason())
        .startsWith("shut out until ")
        .contains("it sent ")
        .contains("entries that break a rule; the last: ");
    assertThat(status.repute().score()).isLessThan(10);
    assertThat(status.blocked()).isFalse();
    soon().until(() -> anna.host.connections(mallory.id()).isEmpty());
    assertHonestOnesStay();
  }

  @Test
  void whoDialsAndSendsForgedEntriesIsCutOffAndNotLetInAgainUntilItsTimeIsOver() {
    let(mallory);
    soon().until(() -> stateOfMallory() == PeerStatus.State.ONLINE);
    attack();
    soon().until(() -> stateOfMallory() == PeerStatus.State.BLOCKED);
    soon().until(() -> anna.host.connections(mallory.id()).isEmpty());
    long greeted = greetings();
    attack();
    assertThat(anna.conduct.of(mallory.id()).reasons().getFirst()).startsWith("sent 6 entries");
    assertThat(greetings()).isEqualTo(greeted);
    assertHonestOnesStay();

    anna.ahead.addAndGet(Conduct.FIRST_SUSPENSION.toNanos());
    soon().until(() -> stateOfMallory() == PeerStatus.State.ONLINE);
    assertThat(greetings()).isGreaterThan(greeted);
    assertThat(anna.registry.peer(mallory.id()).orElseThrow().repute().score()).isLessThan(50);
  }

  @Test
  void whoIsBlockedByTheOperatorIsCutOffAndComesBackWhenUnblocked() {
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    anna.exclusion.block(bert.id());
    soon().until(() -> anna.host.connections(bert.id()).isEmpty());
    assertThat(anna.registry.peer(bert.id()).orElseThrow())
        .satisfies(
            status -> {
              assertThat(status.state()).isEqualTo(PeerStatus.State.BLOCKED);
              assertThat(status.reason()).startsWith("blocked by this machine's operator");
              assertThat(status.blocked()).isTrue();
            });
    Entry meanwhile = bert.disk.clock.append("run.held", "run", Ipld.map().build()).join();
    soon()
        .until(
            () -> bert.registry.peer(anna.id()).orElseThrow().state() == PeerStatus.State.OFFLINE);
    assertThat(anna.disk.clock.has(meanwhile.cid())).isFalse();

    anna.exclusion.unblock(bert.id());
    soon().until(() -> anna.stateOf(bert) == PeerStatus.State.ONLINE);
    soon().until(() -> anna.disk.clock.has(meanwhile.cid()));
  }

  private void assertHonestOnesStay() {
    Entry entry = bert.disk.clock.append("run.held", "run", Ipld.map().build()).join();
    soon().until(() -> anna.disk.clock.has(entry.cid()));
    assertThat(anna.stateOf(bert)).isEqualTo(PeerStatus.State.ONLINE);
    assertThat(anna.conduct.of(bert.id()).reasons()).isEmpty();
    assertThat(bert.conduct.of(anna.id()).reasons()).isEmpty();
  }

  private long greetings() {
    return mallory.greeted.stream().filter(anna.id()::equals).count();
  }

  private void attack() {
    try {
      mallory.attack(anna, 6);
    } catch (Libp2pException cutOff) {
      assertThat(cutOff.getMessage()).isNotBlank();
    }
  }

  private PeerStatus.State stateOfMallory() {
    return anna.registry.peer(mallory.id()).orElseThrow().state();
  }

  private void let(ForgingPeer peer) {
    anna.disk.fleet.addMember(
        peer.host.addresses().getFirst(), Optional.of("mallory"), Fleet.DEFAULT_ROLES);
  }

  private NodeOnLoopback node(int number) {
    NodeOnLoopback node = new NodeOnLoopback(number, folder);
    open.add(node);
    return node;
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(15)).pollInterval(Duration.ofMillis(20));
  }
}
