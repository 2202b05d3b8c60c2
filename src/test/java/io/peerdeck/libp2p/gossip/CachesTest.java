package io.peerdeck.libp2p.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class CachesTest {
  private static final KeyPair KEY = KeyPair.generate(new SecureRandom());
  private static final PeerId ASKING = KeyPair.generate(new SecureRandom()).peerId();
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final MessageCache messages = new MessageCache(3, 2, 10_000);

  private static MessageId id(int number) {
    return new MessageId(new byte[] {(byte) number});
  }

  private MessageId put(int number, String topic, int size) {
    Message message = Message.sign(KEY, number, topic, new byte[size]);
    messages.put(message.id().orElseThrow(), message);
    return message.id().orElseThrow();
  }

  @Test
  void anIdIsSeenUntilItsTimeIsOverHoweverOftenItComes() {
    SeenCache seen = new SeenCache(Duration.ofSeconds(10), 100);
    assertThat(seen.add(id(1), 0)).isTrue();
    assertThat(seen.add(id(1), 9 * SECOND)).isFalse();
    assertThat(seen.contains(id(1), 9 * SECOND)).isTrue();
    assertThat(seen.contains(id(1), 10 * SECOND)).isFalse();
    assertThat(seen.add(id(1), 10 * SECOND)).isTrue();
  }

  @Test
  void fullItForgetsTheOldest() {
    SeenCache seen = new SeenCache(Duration.ofSeconds(10), 3);
    for (int i = 0; i < 4; i++) {
      seen.add(id(i), i);
    }
    assertThat(seen.size()).isEqualTo(3);
    assertThat(seen.contains(id(0), 4)).isFalse();
    assertThat(seen.contains(id(3), 4)).isTrue();
  }

  @Test
  void messagesAreToldOfForTwoHeartbeatsAndKeptForThree() {
    MessageId id = put(1, "a", 10);
    put(2, "b", 10);
    assertThat(messages.gossip("a")).containsExactly(id);
    messages.shift();
    assertThat(messages.gossip("a")).containsExactly(id);
    messages.shift();
    assertThat(messages.gossip("a")).isEmpty();
    assertThat(messages.give(id, ASKING, 3)).isPresent();
    messages.shift();
    assertThat(messages.give(id, ASKING, 3)).isEmpty();
  }

  @Test
  void aMessageIsGivenToOnePeerThreeTimes() {
    MessageId id = put(1, "a", 10);
    for (int i = 0; i < 3; i++) {
      assertThat(messages.give(id, ASKING, 3)).isPresent();
    }
    assertThat(messages.give(id, ASKING, 3)).isEmpty();
    assertThat(messages.give(id, KEY.peerId(), 3)).isPresent();
  }

  @Test
  void fullTheCacheForgetsTheOldestMessages() {
    MessageId first = put(1, "a", 4000);
    messages.shift();
    MessageId second = put(2, "a", 4000);
    MessageId third = put(3, "a", 4000);
    assertThat(messages.give(first, ASKING, 3)).isEmpty();
    assertThat(List.of(second, third))
        .allSatisfy(id -> assertThat(messages.give(id, ASKING, 3)).isPresent());
  }
}
