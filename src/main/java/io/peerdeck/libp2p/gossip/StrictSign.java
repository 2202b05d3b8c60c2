package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.VerifyKey;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The signature policy `StrictSign`: author, sequence number and signature must be there, and the
/// signature must be the author's. Safe for use by many threads.
final class StrictSign {
  private static final int MAX_KEYS = 512;

  /// What a message's signature is worth.
  enum Finding {
    SOUND,
    /// Author, sequence number or signature are missing or malformed.
    UNSIGNED,
    /// The signature is not the author's, or the key sent along is not.
    FORGED,
    /// The author's key is of a kind that cannot be verified here; nobody's fault.
    UNKNOWN_KEY
  }

  // Keys in the order of their last use; checking a key costs as much as one signature.
  private final Map<PeerId, VerifyKey> keys =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<PeerId, VerifyKey> eldest) {
          return size() > MAX_KEYS;
        }
      };

  Finding check(Message message) {
    if (message.from().isEmpty()
        || message.signature().isEmpty()
        || message.seqno().filter(seqno -> seqno.length == Message.SEQNO_BYTES).isEmpty()) {
      return Finding.UNSIGNED;
    }
    PeerId author;
    try {
      author = PeerId.decode(message.from().get());
    } catch (MultiformatException e) {
      return Finding.UNSIGNED;
    }
    if (!author.isEd25519()) {
      return Finding.UNKNOWN_KEY;
    }
    byte[] key = PeerId.ed25519Protobuf(author.ed25519Key());
    if (message.key().isPresent() && !Arrays.equals(message.key().get(), key)) {
      return Finding.FORGED;
    }
    try {
      return key(author).verify(message.signedBytes(), message.signature().get())
          ? Finding.SOUND
          : Finding.FORGED;
    } catch (MultiformatException unsound) {
      return Finding.FORGED;
    }
  }

  private VerifyKey key(PeerId author) {
    synchronized (keys) {
      VerifyKey known = keys.get(author);
      if (known != null) {
        return known;
      }
    }
    VerifyKey checked = VerifyKey.of(author.ed25519Key());
    synchronized (keys) {
      keys.put(author, checked);
    }
    return checked;
  }
}
