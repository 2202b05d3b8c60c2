package io.peerdeck.multiformats;

import java.security.SecureRandom;
import java.util.Arrays;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// An Ed25519 signing key and the peer id it gives. BouncyCastle signs about 20 times faster than
/// the JDK here.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8032">RFC 8032</a>
public final class KeyPair {
  private final byte[] seed;
  private final byte[] publicKey;
  private final PeerId peerId;

  private KeyPair(byte[] seed) {
    this.seed = seed;
    publicKey = new byte[Ed25519.PUBLIC_KEY_SIZE];
    Ed25519.generatePublicKey(seed, 0, publicKey, 0);
    peerId = PeerId.ofEd25519(publicKey);
  }

  /// A new key.
  ///
  /// @param random where its 32 bytes come from
  public static KeyPair generate(SecureRandom random) {
    byte[] seed = new byte[Ed25519.SECRET_KEY_SIZE];
    random.nextBytes(seed);
    return new KeyPair(seed);
  }

  /// The key of a seed.
  ///
  /// @param seed 32 bytes, the private key of RFC 8032
  /// @throws MultiformatException if it is not 32 bytes
  public static KeyPair fromSeed(byte[] seed) {
    if (seed.length != Ed25519.SECRET_KEY_SIZE) {
      throw new MultiformatException("an Ed25519 seed has 32 bytes, not " + seed.length);
    }
    return new KeyPair(seed.clone());
  }

  /// The secret, 32 bytes, a copy. Whoever has it is this peer.
  public byte[] seed() {
    return seed.clone();
  }

  /// 32 bytes, a copy.
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /// The name of this key.
  public PeerId peerId() {
    return peerId;
  }

  /// Signs.
  ///
  /// @param message any bytes
  /// @return 64 bytes
  public byte[] sign(byte[] message) {
    byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
    Ed25519.sign(seed, 0, publicKey, 0, message, 0, message.length, signature, 0);
    return signature;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPair that && Arrays.equals(publicKey, that.publicKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(publicKey);
  }

  /// The public side only.
  @Override
  public String toString() {
    return "KeyPair[" + peerId + "]";
  }
}
