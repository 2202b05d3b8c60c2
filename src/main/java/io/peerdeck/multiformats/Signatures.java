package io.peerdeck.multiformats;

/// Ed25519 verification for a single signature. For many of one author use [VerifyKey].
public final class Signatures {
  private Signatures() {}

  /// Whether a signature is a key's over a message; false for an unsound key, a wrong length, or an
  /// S that is not canonical.
  ///
  /// @param publicKey 32 bytes
  /// @param message any bytes
  /// @param signature 64 bytes
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      return VerifyKey.of(publicKey).verify(message, signature);
    } catch (MultiformatException unsound) {
      return false;
    }
  }
}
