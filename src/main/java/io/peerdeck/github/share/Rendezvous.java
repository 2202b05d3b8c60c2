package io.peerdeck.github.share;

import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Rendezvous hashing: each member's weight for a key is SHA-256 over the member and the key, and
/// the heaviest owns it. When a member goes, only its keys move.
final class Rendezvous {
  private Rendezvous() {}

  /// The owner of a key; empty if there are no members.
  static Optional<PeerId> owner(Multihash key, Collection<PeerId> members) {
    return members.stream()
        .max(
            Comparator.<PeerId, byte[]>comparing(
                    member -> weight(member, key), Arrays::compareUnsigned)
                .thenComparing(Comparator.naturalOrder()));
  }

  private static byte[] weight(PeerId member, Multihash key) {
    byte[] name = member.bytes();
    byte[] hash = key.bytes();
    return Multihash.sha256(
            ByteBuffer.allocate(name.length + hash.length).put(name).put(hash).array())
        .digest();
  }
}
