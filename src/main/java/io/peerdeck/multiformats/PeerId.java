package io.peerdeck.multiformats;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The name of a peer: the multihash of its public key. An Ed25519 key is short enough to be
/// inlined by the identity hash, so its name is its key. Ordered by unsigned bytes.
///
/// @see <a href="https://github.com/libp2p/specs/blob/master/peer-ids/peer-ids.md">peer-ids</a>
public final class PeerId implements Comparable<PeerId> {
  /// Longest serialised key that is inlined, in bytes (peer-ids, "Peer Ids").
  private static final int MAX_INLINE_KEY = 42;

  /// Protobuf of an Ed25519 key: field 1 (type) = 1, field 2 (data) of 32 bytes.
  private static final byte[] ED25519_PREFIX = {0x08, 0x01, 0x12, 0x20};

  private final byte[] bytes;
  // Made when it is first asked for, maybe by two threads at once: both make the same.
  private @Nullable String text;

  private PeerId(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The name of an Ed25519 key.
  ///
  /// @param publicKey 32 bytes
  /// @throws MultiformatException if it is not 32 bytes
  public static PeerId ofEd25519(byte[] publicKey) {
    return new PeerId(Multihash.identity(ed25519Protobuf(publicKey)).bytes());
  }

  /// An Ed25519 public key as libp2p serialises it, the form that Noise and identify carry.
  ///
  /// @param publicKey 32 bytes
  /// @return 36 bytes of protobuf
  public static byte[] ed25519Protobuf(byte[] publicKey) {
    if (publicKey.length != 32) {
      throw new MultiformatException("an Ed25519 public key has 32 bytes, not " + publicKey.length);
    }
    byte[] key = Arrays.copyOf(ED25519_PREFIX, 36);
    System.arraycopy(publicKey, 0, key, 4, 32);
    return key;
  }

  /// Reads text: base58 (`12D3Koo…`, `Qm…`) or a CID of codec libp2p-key.
  ///
  /// @param text either form
  /// @throws MultiformatException if it is neither
  public static PeerId parse(String text) {
    try {
      if (text.startsWith("1") || text.startsWith("Qm")) {
        return decode(Base58.decode(text));
      }
      Cid cid = Cid.parse(text);
      if (cid.codec() != Cid.LIBP2P_KEY) {
        throw new MultiformatException(
            "its codec is 0x" + Long.toHexString(cid.codec()) + ", not libp2p-key");
      }
      return decode(cid.multihash().bytes());
    } catch (MultiformatException e) {
      throw new MultiformatException("not a peer id: '" + text + "': " + e.getMessage(), e);
    }
  }

  /// Reads the binary form.
  ///
  /// @param multihash an identity multihash of a serialised key of at most 42 bytes, or a SHA-256
  ///     of a longer one
  /// @throws MultiformatException if it is neither
  public static PeerId decode(byte[] multihash) {
    Multihash hash = Multihash.decode(multihash);
    int length = hash.digest().length;
    boolean inlined = hash.code() == Multihash.IDENTITY && length > 0 && length <= MAX_INLINE_KEY;
    if (!inlined && hash.code() != Multihash.SHA2_256) {
      throw new MultiformatException(
          "a peer id is an inlined key of at most 42 bytes or a sha2-256, not code "
              + hash.code()
              + " of "
              + length
              + " bytes");
    }
    return new PeerId(multihash.clone());
  }

  /// The multihash bytes, a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Whether the name holds an Ed25519 key.
  public boolean isEd25519() {
    return bytes.length == 38 && bytes[0] == 0 && Arrays.equals(bytes, 2, 6, ED25519_PREFIX, 0, 4);
  }

  /// The key that the name holds, 32 bytes.
  ///
  /// @throws MultiformatException if it holds another kind of key, or only a hash
  public byte[] ed25519Key() {
    if (!isEd25519()) {
      throw new MultiformatException("peer " + this + " is not named by an Ed25519 key");
    }
    return Arrays.copyOfRange(bytes, 6, 38);
  }

  /// The name as base32 CID text, codec libp2p-key.
  public String toCidText() {
    return Cid.of(Cid.LIBP2P_KEY, Multihash.decode(bytes)).toString();
  }

  @Override
  public int compareTo(PeerId other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// Base58, the form people see.
  @Override
  public String toString() {
    String known = text;
    if (known == null) {
      known = Base58.encode(bytes);
      text = known;
    }
    return known;
  }
}
