package io.peerdeck.libp2p;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.VerifyKey;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Public keys of peers met lately. That a key is sound is checked once for each of them, which
/// costs as much as a signature; and so is a signature that comes again: a peer proves the same
/// Noise key by the same bytes whenever it connects.
final class KnownKeys {
  private static final int KEPT = 1024;

  private final Cache<ByteBuffer, Known> keys =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  /// Whether the key signed the message; false for a key that is none.
  boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      return keys.get(ByteBuffer.wrap(publicKey.clone()), key -> new Known(VerifyKey.of(publicKey)))
          .verify(message, signature);
    } catch (MultiformatException unsound) {
      return false;
    }
  }

  private static final class Known {
    private final VerifyKey key;
    private volatile @Nullable Proof last;

    Known(VerifyKey key) {
      this.key = key;
    }

    boolean verify(byte[] message, byte[] signature) {
      Proof before = last;
      if (before != null
          && Arrays.equals(before.message, message)
          && Arrays.equals(before.signature, signature)) {
        return true;
      }
      boolean sound = key.verify(message, signature);
      if (sound) {
        last = new Proof(message.clone(), signature.clone());
      }
      return sound;
    }
  }

  /// Never changed after it was made.
  private record Proof(byte[] message, byte[] signature) {}
}
