package io.peerdeck.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustPolicyTest {
  private static final PeerId SELF = MemberDag.peer(1);
  private static final PeerId PEER = MemberDag.peer(2);

  @TempDir Path folder;

  @Test
  void trustIsChosenKeptAndTakenBack() {
    AtomicInteger changes = new AtomicInteger();
    try (Database database = open()) {
      TrustPolicy policy = TrustPolicy.open(database, SELF, InstantSource.system());
      assertThat(policy.trusts(SELF)).isTrue();
      assertThat(policy.trusts(PEER)).isFalse();
      Subscription subscription = policy.subscribe(changes::incrementAndGet);
      policy.trust(PEER);
      policy.trust(PEER);
      policy.trust(SELF);
      subscription.close();
      assertThat(changes).hasValue(1);
    }
    try (Database database = open()) {
      TrustPolicy policy = TrustPolicy.open(database, SELF, InstantSource.system());
      assertThat(policy.trusted()).containsExactly(PEER);
      policy.untrust(PEER);
      assertThatThrownBy(() -> policy.untrust(SELF)).isInstanceOf(FleetException.class);
    }
    try (Database database = open()) {
      assertThat(TrustPolicy.open(database, SELF, InstantSource.system()).trusts(PEER)).isFalse();
    }
  }

  @Test
  void trustHasLevelsAndAsksAsItsOperatorWants() {
    try (Database database = open()) {
      TrustPolicy policy = TrustPolicy.open(database, SELF, InstantSource.system());
      policy.set(PEER, new Trust(TrustLevel.SANDBOXED, ApprovalRule.FIRST));
      assertThat(policy.trusts(PEER)).isFalse();
      assertThat(policy.decision(PEER, "a")).isEmpty();
      policy.decide(PEER, "a", false);
      assertThat(policy.decision(PEER, "a")).contains(false);
      assertThat(policy.decision(PEER, "b")).as("a no is no first yes").isEmpty();
      policy.decide(PEER, "b", true);
      assertThat(policy.decision(PEER, "c")).contains(true);
      assertThat(policy.decision(PEER, "a")).contains(false);
      policy.set(PEER, new Trust(TrustLevel.HOST, ApprovalRule.CHANGE));
    }
    try (Database database = open()) {
      TrustPolicy policy = TrustPolicy.open(database, SELF, InstantSource.system());
      assertThat(policy.of(PEER)).isEqualTo(new Trust(TrustLevel.HOST, ApprovalRule.CHANGE));
      assertThat(policy.approved(PEER)).containsExactly("b");
      assertThat(policy.decision(PEER, "c")).isEmpty();
      assertThat(policy.decision(PEER, "b")).contains(true);
      assertThat(policy.of(SELF)).isEqualTo(Trust.FULL);
      assertThat(policy.decision(SELF, "anything")).contains(true);
      assertThatThrownBy(() -> policy.set(SELF, Trust.NONE)).isInstanceOf(FleetException.class);
    }
  }

  @Test
  void whoWasTrustedBeforeThereWereLevelsIsTrustedAsThen() {
    Path file = folder.resolve("old.db");
    Migration first = new Migration(1, FleetSchema.STATEMENTS);
    try (Database old = Database.open(file, List.of(first))) {
      old.write(
              connection -> {
                try (var insert =
                    connection.prepareStatement("INSERT INTO trusted_peer VALUES (?, 7)")) {
                  insert.setBytes(1, PEER.bytes());
                  return insert.executeUpdate();
                }
              })
          .join();
    }
    try (Database now =
        Database.open(file, List.of(first, new Migration(2, FleetSchema.TRUST_LEVELS)))) {
      TrustPolicy policy = TrustPolicy.open(now, SELF, InstantSource.system());
      assertThat(policy.of(PEER)).isEqualTo(Trust.FULL);
      assertThat(policy.decision(PEER, "anything")).contains(true);
    }
  }

  private Database open() {
    return Database.open(
        folder.resolve("test.db"),
        List.of(
            new Migration(1, FleetSchema.STATEMENTS), new Migration(2, FleetSchema.TRUST_LEVELS)));
  }
}
