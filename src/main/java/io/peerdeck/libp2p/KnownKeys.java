package io.peerdeck.libp2p;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.VerifyKey;
import java.nio.ByteBuffer;

/// Public keys of peers met lately. That a key is sound is checked once for each of them, which
/// costs as much as a signature.
final class KnownKeys {
  private static final int KEPT = 1024;

  private final Cache<ByteBuffer, VerifyKey> keys =
      Caffeine.newBuilder().maximumSize(KEPT).executor(Runnable::run).build();

  /// Whether the key signed the message; false for a key that is none.
  boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      return keys.get(ByteBuffer.wrap(publicKey.clone()), key -> VerifyKey.of(publicKey))
          .verify(message, signature);
    } catch (MultiformatException unsound) {
      return false;
    }
  }
}
