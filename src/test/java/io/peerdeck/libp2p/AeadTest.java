package io.peerdeck.libp2p;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both ciphers against RFC 8439, and against each other.
class AeadTest {
  enum Kind {
    JDK(JdkAead::new),
    LIBCRYPTO(LibcryptoAead::new);

    private final Function<byte[], Aead> factory;

    Kind(Function<byte[], Aead> factory) {
      this.factory = factory;
    }

    Aead with(byte[] key) {
      if (this == LIBCRYPTO) {
        assumeTrue(Libcrypto.available(), "SKIPPED: libcrypto does not load on this machine");
      }
      return factory.apply(key);
    }
  }

  /// RFC 8439 appendix A.5; its nonce has a non-zero first word no more than Noise's has:
  /// 0000000001020304…08.
  private static final byte[] KEY =
      hex("1c9240a5eb55d38af333888604f6b5f0473917c1402b80099dca5cbc207075c0");

  private static final long NONCE = 0x0807060504030201L;
  private static final byte[] ASSOCIATED = hex("f33388860000000000004e91");
  private static final byte[] SEALED =
      hex(
          "64a0861575861af460f062c79be643bd5e805cfd345cf389f108670ac76c8cb2"
              + "4c6cfc18755d43eea09ee94e382d26b0bdb7b73c321b0100d4f03b7f355894cf"
              + "332f830e710b97ce98c8a84abd0b948114ad176e008d33bd60f982b1ff37c855"
              + "9797a06ef4f0ef61c186324e2b3506383606907b6a7c02b0f9f6157b53c867e4"
              + "b9166c767b804d46a59b5216cde7a4e99040c5a40433225ee282a1b0a06c523e"
              + "af4534d7f83fa1155b0047718cbc546a0d072b04b3564eea1b422273f548271a"
              + "0bb2316053fa76991955ebd63159434ecebb4e466dae5a1073a6727627097a10"
              + "49e617d91d361094fa68f0ff77987130305beaba2eda04df997b714d6c6f2c29"
              + "a6ad5cb4022b02709beead9d67890cbb22392336fea1851f38");
  private static final String PLAIN =
      "Internet-Drafts are draft documents valid for a maximum of six months and may be updated,"
          + " replaced, or obsoleted by other documents at any time. It is inappropriate to use"
          + " Internet-Drafts as reference material or to cite them other than as /\u201cwork in"
          + " progress./\u201d";

  @ParameterizedTest
  @EnumSource
  void opensAndSealsTheVectorOfTheRfc(Kind kind) {
    try (Aead cipher = kind.with(KEY)) {
      ByteBuffer direct = ByteBuffer.allocateDirect(SEALED.length).put(SEALED).flip();
      cipher.open(NONCE, ASSOCIATED, direct);
      byte[] plain = new byte[SEALED.length - Aead.TAG];
      direct.get(0, plain);
      assertThat(new String(plain, StandardCharsets.UTF_8)).isEqualTo(PLAIN);
      sealAgain(kind, direct);
    }
  }

  private static void sealAgain(Kind kind, ByteBuffer direct) {
    try (Aead cipher = kind.with(KEY)) {
      cipher.seal(NONCE, ASSOCIATED, direct);
      byte[] sealed = new byte[SEALED.length];
      direct.get(0, sealed);
      assertThat(sealed).isEqualTo(SEALED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void refusesEveryChangedByte(Kind kind) {
    try (Aead cipher = kind.with(KEY)) {
      for (int i = 0; i < SEALED.length; i++) {
        byte[] changed = SEALED.clone();
        changed[i] ^= 1;
        assertThatThrownBy(() -> cipher.open(NONCE, ASSOCIATED, ByteBuffer.wrap(changed)))
            .isInstanceOf(Libp2pException.class);
      }
      assertThatThrownBy(() -> cipher.open(NONCE, new byte[12], ByteBuffer.wrap(SEALED.clone())))
          .isInstanceOf(Libp2pException.class);
      assertThatThrownBy(() -> cipher.open(NONCE, ASSOCIATED, ByteBuffer.wrap(new byte[3])))
          .isInstanceOf(Libp2pException.class);
    }
  }

  @Test
  void bothSealAlikeAtEveryLengthAndOffset() {
    Random random = new Random(7);
    byte[] key = new byte[32];
    random.nextBytes(key);
    try (Aead one = Kind.JDK.with(key);
        Aead other = Kind.LIBCRYPTO.with(key)) {
      for (int length = 0; length < 300; length++) {
        byte[] text = new byte[5 + length + Aead.TAG];
        random.nextBytes(text);
        ByteBuffer first = ByteBuffer.wrap(text.clone()).position(5);
        ByteBuffer second = ByteBuffer.allocateDirect(text.length).put(text).position(5);
        one.seal(length, key, first);
        other.seal(length, key, second);
        assertThat(first).isEqualTo(second);
        other.open(length, key, second);
        byte[] back = new byte[length];
        second.get(5, back);
        assertThat(back).isEqualTo(Arrays.copyOfRange(text, 5, 5 + length));
      }
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
