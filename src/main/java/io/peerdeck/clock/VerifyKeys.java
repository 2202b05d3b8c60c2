package io.peerdeck.clock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.VerifyKey;

/// Authors' keys, checked once each: checking a point costs as much as a signature.
final class VerifyKeys {
  private final Cache<PeerId, VerifyKey> keys =
      Caffeine.newBuilder().maximumSize(1024).executor(Runnable::run).build();

  VerifyKey of(PeerId author) {
    try {
      return keys.get(author, id -> VerifyKey.of(id.ed25519Key()));
    } catch (MultiformatException e) {
      throw new ClockException("its author's key is unsound: " + e.getMessage(), e);
    }
  }
}
