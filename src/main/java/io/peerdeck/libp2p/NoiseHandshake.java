package io.peerdeck.libp2p;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.jspecify.annotations.Nullable;

/// `Noise_XX_25519_ChaChaPoly_SHA256`: the handshake as a state machine over messages, without any
/// transport. The initiator writes, reads, writes; the responder reads, writes, reads; then
/// [#split()] gives the transport keys. Names follow the Noise specification, revision 34, section
/// 5.
final class NoiseHandshake implements AutoCloseable {
  private static final byte[] NAME =
      "Noise_XX_25519_ChaChaPoly_SHA256".getBytes(StandardCharsets.US_ASCII);
  private static final int KEY = 32;
  private static final byte[] NOTHING = {};

  private final boolean initiator;
  private final byte[] s;
  private final byte[] staticPublic;
  private final byte[] e;
  private byte[] rs = NOTHING;
  private byte[] re = NOTHING;
  private byte[] ck;
  private byte[] h;
  private @Nullable Aead cipher;
  private long n;
  private int step;

  /// @param staticKey our X25519 private key, 32 bytes
  /// @param ephemeralKey a fresh X25519 private key, 32 bytes, never used again
  NoiseHandshake(boolean initiator, byte[] prologue, byte[] staticKey, byte[] ephemeralKey) {
    this(initiator, prologue, staticKey, publicKey(staticKey), ephemeralKey);
  }

  /// @param staticPublic the public half of `staticKey`, which a host derives once
  NoiseHandshake(
      boolean initiator,
      byte[] prologue,
      byte[] staticKey,
      byte[] staticPublic,
      byte[] ephemeralKey) {
    this.initiator = initiator;
    this.s = staticKey;
    this.staticPublic = staticPublic;
    this.e = ephemeralKey;
    this.h = NAME; // exactly one hash long, so it is used as it is
    this.ck = h;
    mixHash(prologue);
  }

  /// The other side's static public key; known once its message that carries it was read.
  byte[] remoteStatic() {
    return rs.clone();
  }

  byte[] hash() {
    return h.clone();
  }

  /// Writes this side's next message around a payload.
  byte[] write(byte[] payload) {
    checkTurn(true);
    ByteBuffer out = ByteBuffer.allocate(3 * KEY + 2 * Aead.TAG + payload.length + Aead.TAG);
    switch (step) {
      case 0 -> writeEphemeral(out);
      case 1 -> {
        writeEphemeral(out);
        mixKey(agree(e, re));
        out.put(encryptAndHash(staticPublic));
        mixKey(agree(s, re));
      }
      default -> {
        out.put(encryptAndHash(staticPublic));
        mixKey(agree(s, re));
      }
    }
    out.put(encryptAndHash(payload));
    step++;
    return Arrays.copyOf(out.array(), out.position());
  }

  /// Reads the other side's next message and returns its payload.
  ///
  /// @throws Libp2pException if it is too short or was not made with the keys it should have been
  byte[] read(byte[] message) {
    checkTurn(false);
    ByteBuffer in = ByteBuffer.wrap(message);
    switch (step) {
      case 0 -> readEphemeral(in);
      case 1 -> {
        readEphemeral(in);
        mixKey(agree(e, re));
        rs = decryptAndHash(take(in, KEY + Aead.TAG));
        mixKey(agree(e, rs));
      }
      default -> {
        rs = decryptAndHash(take(in, KEY + Aead.TAG));
        mixKey(agree(e, rs));
      }
    }
    byte[] payload = decryptAndHash(take(in, in.remaining()));
    step++;
    return payload;
  }

  /// The two transport keys, ours to send with first.
  Keys split() {
    if (step != 3) {
      throw new IllegalStateException("the handshake is not done");
    }
    byte[][] keys = expand(NOTHING);
    return initiator ? new Keys(keys[0], keys[1]) : new Keys(keys[1], keys[0]);
  }

  /// Keys of 32 bytes for the two directions.
  record Keys(byte[] send, byte[] receive) {}

  @Override
  public void close() {
    if (cipher != null) {
      cipher.close();
    }
    Arrays.fill(e, (byte) 0);
  }

  private void checkTurn(boolean writing) {
    if (step > 2 || (step % 2 == 0) != (writing == initiator)) {
      throw new IllegalStateException("not this side's turn at message " + (step + 1));
    }
  }

  private void writeEphemeral(ByteBuffer out) {
    byte[] key = publicKey(e);
    out.put(key);
    mixHash(key);
  }

  private void readEphemeral(ByteBuffer in) {
    re = take(in, KEY);
    mixHash(re);
  }

  private void mixHash(byte[] data) {
    SHA256Digest digest = new SHA256Digest();
    digest.update(h, 0, h.length);
    digest.update(data, 0, data.length);
    byte[] next = new byte[32];
    digest.doFinal(next, 0);
    h = next;
  }

  private void mixKey(byte[] material) {
    byte[][] keys = expand(material);
    ck = keys[0];
    if (cipher != null) {
      cipher.close();
    }
    cipher = Aead.of(keys[1]);
    n = 0;
  }

  private byte[] encryptAndHash(byte[] plain) {
    byte[] text = plain;
    if (cipher != null) {
      text = Arrays.copyOf(plain, plain.length + Aead.TAG);
      cipher.seal(n++, h, ByteBuffer.wrap(text));
    }
    mixHash(text);
    return text;
  }

  private byte[] decryptAndHash(byte[] text) {
    byte[] plain = text;
    if (cipher != null) {
      plain = text.clone();
      cipher.open(n++, h, ByteBuffer.wrap(plain));
      plain = Arrays.copyOf(plain, plain.length - Aead.TAG);
    }
    mixHash(text);
    return plain;
  }

  /// HKDF with two outputs, section 4.3.
  private byte[][] expand(byte[] material) {
    byte[] secret = hmac(ck, material);
    byte[] first = hmac(secret, new byte[] {1});
    byte[] second = Arrays.copyOf(first, first.length + 1);
    second[first.length] = 2;
    return new byte[][] {first, hmac(secret, second)};
  }

  private static byte[] hmac(byte[] key, byte[] data) {
    HMac mac = new HMac(new SHA256Digest());
    mac.init(new KeyParameter(key));
    mac.update(data, 0, data.length);
    byte[] result = new byte[32];
    mac.doFinal(result, 0);
    return result;
  }

  private static byte[] publicKey(byte[] privateKey) {
    byte[] key = new byte[KEY];
    X25519.scalarMultBase(privateKey, 0, key, 0);
    return key;
  }

  private static byte[] agree(byte[] privateKey, byte[] publicKey) {
    byte[] secret = new byte[KEY];
    if (!X25519.calculateAgreement(privateKey, 0, publicKey, 0, secret, 0)) {
      throw new Libp2pException("the peer sent an X25519 key of low order");
    }
    return secret;
  }

  private static byte[] take(ByteBuffer in, int length) {
    if (in.remaining() < length) {
      throw new Libp2pException("a Noise handshake message is too short");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }
}
