package io.peerdeck.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.KeyPair;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
  private final KnownKeys known = new KnownKeys();
  private final KeyPair key = KeyPair.generate(new SecureRandom());

  @Test
  void aProofThatWasSoundBeforeHoldsForNothingElse() {
    byte[] message = {1, 2, 3};
    byte[] signature = key.sign(message);
    assertThat(known.verify(key.publicKey(), message, signature)).isTrue();
    assertThat(known.verify(key.publicKey(), message, signature)).isTrue();
    assertThat(known.verify(key.publicKey(), new byte[] {1, 2, 4}, signature)).isFalse();
    byte[] other = signature.clone();
    other[0] ^= 1;
    assertThat(known.verify(key.publicKey(), message, other)).isFalse();
    KeyPair stranger = KeyPair.generate(new SecureRandom());
    assertThat(known.verify(stranger.publicKey(), message, signature)).isFalse();
    message[2] = 9;
    assertThat(known.verify(key.publicKey(), message, signature)).isFalse();
  }

  @Test
  void nothingIsSoundBeforeItWasProven() {
    assertThat(known.verify(key.publicKey(), new byte[0], new byte[0])).isFalse();
    assertThat(known.verify(new byte[32], new byte[] {1}, new byte[64])).isFalse();
  }
}
