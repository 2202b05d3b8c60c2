package io.peerdeck.multiformats;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// The name of a block by its content: version, codec, multihash. Ordered by unsigned bytes.
///
/// @see <a href="https://github.com/multiformats/cid">CID</a>
public final class Cid implements Comparable<Cid> {
  /// Plain bytes.
  public static final long RAW = 0x55;

  /// A UnixFS node.
  public static final long DAG_PB = 0x70;

  /// A DAG-CBOR block.
  public static final long DAG_CBOR = 0x71;

  /// A public key, the codec of peer ids in CID text.
  public static final long LIBP2P_KEY = 0x72;

  /// The longest binary form, in bytes.
  public static final int MAX_BYTES =
      1 + Varint.MAX_BYTES + Varint.MAX_BYTES + 2 + Multihash.MAX_DIGEST;

  private final int version;
  private final long codec;
  private final Multihash multihash;
  private final byte[] bytes;

  private Cid(int version, long codec, Multihash multihash) {
    this.version = version;
    this.codec = codec;
    this.multihash = multihash;
    byte[] hash = multihash.bytes();
    if (version == 0) {
      bytes = hash;
    } else {
      ByteBuffer out = ByteBuffer.allocate(1 + Varint.size(codec) + hash.length);
      Varint.put(1, out);
      Varint.put(codec, out);
      bytes = out.put(hash).array();
    }
  }

  /// The version 1, SHA-256 name of a block.
  ///
  /// @param codec how the block is read: [#RAW], [#DAG_PB], [#DAG_CBOR]
  /// @param block its bytes
  public static Cid of(long codec, byte[] block) {
    return new Cid(1, codec, Multihash.sha256(block));
  }

  /// A version 1 name from its parts.
  ///
  /// @param codec how the block is read
  /// @param multihash the block's hash
  public static Cid of(long codec, Multihash multihash) {
    return new Cid(1, codec, multihash);
  }

  /// Reads text: version 0 (`Qm…`) or version 1 in any multibase supported.
  ///
  /// @param text the text form
  /// @throws MultiformatException if it is not a CID
  public static Cid parse(String text) {
    if (text.length() == 46 && text.startsWith("Qm")) {
      return decode(Base58.decode(text));
    }
    Cid cid = decode(Multibase.decode(text));
    if (cid.version == 0) {
      throw new MultiformatException(
          "a version 0 CID is written without a multibase prefix: " + text);
    }
    return cid;
  }

  /// Reads bytes that are one CID and nothing else.
  ///
  /// @param bytes the binary form
  /// @throws MultiformatException if they are not
  public static Cid decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Cid cid = read(in);
    if (in.hasRemaining()) {
      throw new MultiformatException(in.remaining() + " bytes follow the CID");
    }
    return cid;
  }

  /// Reads one CID.
  ///
  /// @param in advanced past it
  /// @throws MultiformatException if it is cut off, of an unknown version, or not canonical
  public static Cid read(ByteBuffer in) {
    int start = in.position();
    if (in.remaining() >= 2 && in.get(start) == 0x12 && in.get(start + 1) == 0x20) {
      return new Cid(0, DAG_PB, Multihash.read(in));
    }
    long version = Varint.read(in);
    if (version != 1) {
      throw new MultiformatException("CID version " + version + " is not known; 0 and 1 are");
    }
    return new Cid(1, Varint.read(in), Multihash.read(in));
  }

  /// 0 or 1.
  public int version() {
    return version;
  }

  /// How the block is read.
  public long codec() {
    return codec;
  }

  /// The block's hash.
  public Multihash multihash() {
    return multihash;
  }

  /// The binary form, a copy.
  public byte[] bytes() {
    return bytes.clone();
  }

  /// Whether a block is the one named; false if the hash function is none that can be checked here.
  ///
  /// @param block any bytes
  public boolean matches(byte[] block) {
    return multihash.matches(block);
  }

  @Override
  public int compareTo(Cid other) {
    return Arrays.compareUnsigned(bytes, other.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    int end = bytes.length;
    return end < 4
        ? Arrays.hashCode(bytes)
        : (bytes[end - 1] & 0xff)
            | ((bytes[end - 2] & 0xff) << 8)
            | ((bytes[end - 3] & 0xff) << 16)
            | (bytes[end - 4] << 24);
  }

  /// Base32 text for version 1, base58 for version 0.
  @Override
  public String toString() {
    return version == 0 ? Base58.encode(bytes) : Multibase.encodeBase32(bytes);
  }
}
