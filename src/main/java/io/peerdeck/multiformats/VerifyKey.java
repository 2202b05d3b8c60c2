package io.peerdeck.multiformats;

import org.bouncycastle.math.ec.rfc8032.Ed25519;
import org.jspecify.annotations.Nullable;

/// An Ed25519 public key checked once and then used for many signatures: checking the point costs
/// about as much as one verification, so whoever verifies an author's history keeps one of these
/// per author.
public final class VerifyKey {
  private final Ed25519.PublicPoint point;

  private VerifyKey(Ed25519.PublicPoint point) {
    this.point = point;
  }

  /// Checks a key: canonical encoding, on the curve, in the prime-order group (so no small-order
  /// key).
  ///
  /// @param publicKey 32 bytes
  /// @throws MultiformatException if it is not such a key
  public static VerifyKey of(byte[] publicKey) {
    Ed25519.@Nullable PublicPoint point =
        publicKey.length == Ed25519.PUBLIC_KEY_SIZE
            ? Ed25519.validatePublicKeyFullExport(publicKey, 0)
            : null;
    if (point == null) {
      throw new MultiformatException("not a sound Ed25519 public key");
    }
    return new VerifyKey(point);
  }

  /// Whether a signature is this key's over a message. S must be canonical (RFC 8032, 5.1.7).
  ///
  /// @param message any bytes
  /// @param signature 64 bytes; any other length is no signature
  public boolean verify(byte[] message, byte[] signature) {
    return signature.length == Ed25519.SIGNATURE_SIZE
        && Ed25519.verify(signature, 0, point, message, 0, message.length);
  }
}
