package io.peerdeck.libp2p;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// ChaCha20-Poly1305 by the JDK: a fifth of libcrypto's speed, and always there.
final class JdkAead implements Aead {
  private final SecretKeySpec key;
  private final Cipher cipher;
  private final byte[] iv = new byte[12];

  JdkAead(byte[] key) {
    this.key = new SecretKeySpec(key, "ChaCha20");
    try {
      this.cipher = Cipher.getInstance("ChaCha20-Poly1305");
    } catch (GeneralSecurityException e) {
      throw new Libp2pException("this Java has no ChaCha20-Poly1305", e);
    }
  }

  @Override
  public void seal(long nonce, byte[] associated, ByteBuffer text) {
    run(Cipher.ENCRYPT_MODE, nonce, associated, text, text.remaining() - TAG);
  }

  @Override
  public void open(long nonce, byte[] associated, ByteBuffer text) {
    run(Cipher.DECRYPT_MODE, nonce, associated, text, text.remaining());
  }

  private void run(int mode, long nonce, byte[] associated, ByteBuffer text, int length) {
    byte[] input = new byte[length];
    text.get(text.position(), input);
    // Noise 12.3: four zero bytes, then the counter in little-endian order.
    ByteBuffer.wrap(iv).order(ByteOrder.LITTLE_ENDIAN).putLong(4, nonce);
    try {
      cipher.init(mode, key, new IvParameterSpec(iv));
      cipher.updateAAD(associated);
      text.put(text.position(), cipher.doFinal(input));
    } catch (AEADBadTagException e) {
      throw new Libp2pException("a message does not bear its key's tag", e);
    } catch (GeneralSecurityException e) {
      throw new Libp2pException("ChaCha20-Poly1305 failed", e);
    }
  }

  @Override
  public void close() {
    // The key is the collector's; the JDK cannot wipe a SecretKeySpec.
  }
}
