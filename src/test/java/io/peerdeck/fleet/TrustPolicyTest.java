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

  private Database open() {
    return Database.open(
        folder.resolve("test.db"),
        List.of(
            new Migration(1, FleetSchema.STATEMENTS), new Migration(2, FleetSchema.TRUST_LEVELS)));
  }
}
