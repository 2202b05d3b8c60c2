package io.peerdeck.libp2p;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// ChaCha20-Poly1305 by the JDK: always there.
final class JdkAead implements Aead {
  private static final int SMALL = 256;
  private static final int MOST = 1 << 16;

  private final SecretKeySpec key;
  private final Cipher cipher;
  private final byte[] iv = new byte[12];
  // Arrays are what the JDK works on fast; one is kept, since two new ones per message cost as much
  // as the cipher itself.
  private byte[] scratch = new byte[SMALL];

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
    if (scratch.length < length + TAG) {
      scratch = new byte[Math.max(length + TAG, Math.min(2 * scratch.length, MOST))];
    }
    text.get(text.position(), scratch, 0, length);
    // Noise 12.3: four zero bytes, then the counter in little-endian order.
    ByteBuffer.wrap(iv).order(ByteOrder.LITTLE_ENDIAN).putLong(4, nonce);
    try {
      cipher.init(mode, key, new IvParameterSpec(iv));
      cipher.updateAAD(associated);
      int made = cipher.doFinal(scratch, 0, length, scratch, 0);
      text.put(text.position(), scratch, 0, made);
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
