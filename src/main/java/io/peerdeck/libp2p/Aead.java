package io.peerdeck.libp2p;

import java.nio.ByteBuffer;

/// ChaCha20-Poly1305 (RFC 8439) under one key, in place, with Noise's 64-bit counter as nonce. Not
/// safe for use by two threads at once.
interface Aead extends AutoCloseable {
  /// Bytes the tag adds to a message.
  int TAG = 16;

  /// Encrypts the bytes from the buffer's position to 16 before its limit, and puts the tag into
  /// those last 16. Position and limit stay.
  void seal(long nonce, byte[] associated, ByteBuffer text);

  /// Checks and decrypts the bytes from position to limit; the plain text is 16 bytes shorter.
  /// Position and limit stay.
  ///
  /// @throws Libp2pException if the tag is wrong; the buffer's content is then worthless
  void open(long nonce, byte[] associated, ByteBuffer text);

  /// Forgets the key.
  @Override
  void close();

  /// The fastest implementation this machine has: OpenSSL's libcrypto where it loads, else the
  /// JDK's.
  static Aead of(byte[] key) {
    return Libcrypto.available() ? new LibcryptoAead(key) : new JdkAead(key);
  }
}
