package io.peerdeck.multiformats;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/// A digest that names its function: varint code, varint length, digest.
///
/// @param code the function's number in the multicodec table
/// @param digest the digest, at most [#MAX_DIGEST] bytes; copied on the way in and out
/// @see <a href="https://github.com/multiformats/multihash">multihash</a>
public record Multihash(long code, byte[] digest) {
  /// SHA-256, 32 bytes.
  public static final long SHA2_256 = 0x12;

  /// No hashing: the digest is the content.
  public static final long IDENTITY = 0;

  /// The longest digest accepted, in bytes; enough for every function in use and for inlined keys.
  public static final int MAX_DIGEST = 128;

  /// Checks the bounds.
  ///
  /// @throws MultiformatException if the digest is too long, or not 32 bytes for SHA-256
  public Multihash {
    if (digest.length > MAX_DIGEST) {
      throw new MultiformatException(
          "multihash digest of " + digest.length + " bytes, at most " + MAX_DIGEST);
    }
    if (code == SHA2_256 && digest.length != 32) {
      throw new MultiformatException("sha2-256 digest of " + digest.length + " bytes, must be 32");
    }
    Varint.size(code);
    digest = digest.clone();
  }

  /// The SHA-256 of some content.
  ///
  /// @param content any bytes
  public static Multihash sha256(byte[] content) {
    return new Multihash(SHA2_256, digest(content));
  }

  /// The content itself as its hash.
  ///
  /// @param content at most [#MAX_DIGEST] bytes
  public static Multihash identity(byte[] content) {
    return new Multihash(IDENTITY, content);
  }

  /// Reads one multihash.
  ///
  /// @param in advanced past it
  /// @throws MultiformatException if it is cut off or out of bounds
  public static Multihash read(ByteBuffer in) {
    long code = Varint.read(in);
    long length = Varint.read(in);
    if (length > MAX_DIGEST || length > in.remaining()) {
      throw new MultiformatException(
          "multihash says " + length + " digest bytes, " + in.remaining() + " follow");
    }
    byte[] digest = new byte[(int) length];
    in.get(digest);
    return new Multihash(code, digest);
  }

  /// Reads bytes that are one multihash and nothing else.
  ///
  /// @param bytes the binary form
  /// @throws MultiformatException if they are not
  public static Multihash decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    Multihash hash = read(in);
    if (in.hasRemaining()) {
      throw new MultiformatException(in.remaining() + " bytes follow the multihash");
    }
    return hash;
  }

  @Override
  public byte[] digest() {
    return digest.clone();
  }

  /// The binary form.
  public byte[] bytes() {
    byte[] out = new byte[Varint.size(code) + Varint.size(digest.length) + digest.length];
    ByteBuffer buffer = ByteBuffer.wrap(out);
    Varint.put(code, buffer);
    Varint.put(digest.length, buffer);
    buffer.put(digest);
    return out;
  }

  /// Whether some content has this hash; false for functions other than SHA-256 and identity, which
  /// cannot be checked.
  ///
  /// @param content any bytes
  public boolean matches(byte[] content) {
    if (code == SHA2_256) {
      return MessageDigest.isEqual(digest(content), digest);
    }
    return code == IDENTITY && Arrays.equals(content, digest);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Multihash that
        && code == that.code
        && Arrays.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(code) * 31 + Arrays.hashCode(digest);
  }

  @Override
  public String toString() {
    return Multibase.encodeBase58(bytes());
  }

  private static byte[] digest(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
