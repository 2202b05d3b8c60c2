package io.peerdeck.multiformats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignaturesTest {
  private static final BigInteger ORDER =
      BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));

  /// RFC 8032, section 7.1, tests 1 to 3.
  @ParameterizedTest
  @CsvSource({
    "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60,d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a,'',e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb,3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c,72,92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7,fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025,af82,6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a"
  })
  void signsAsTheRfcDoes(String seed, String publicKey, String message, String signature) {
    KeyPair key = KeyPair.fromSeed(hex(seed));
    assertThat(HexFormat.of().formatHex(key.publicKey())).isEqualTo(publicKey);
    assertThat(HexFormat.of().formatHex(key.sign(hex(message)))).isEqualTo(signature);
    assertThat(Signatures.verify(key.publicKey(), hex(message), hex(signature))).isTrue();
  }

  @Test
  void refusesAnSThatIsNotCanonical() {
    KeyPair key = KeyPair.generate(new SecureRandom());
    byte[] message = {1, 2, 3};
    byte[] signature = key.sign(message);
    byte[] bigEndian = new byte[32];
    for (int i = 0; i < 32; i++) {
      bigEndian[i] = signature[63 - i];
    }
    byte[] raised = new BigInteger(1, bigEndian).add(ORDER).toByteArray();
    byte[] forged = signature.clone();
    for (int i = 0; i < 32; i++) {
      forged[32 + i] = i < raised.length ? raised[raised.length - 1 - i] : 0;
    }
    assertThat(forged).isNotEqualTo(signature);
    assertThat(Signatures.verify(key.publicKey(), message, forged)).isFalse();
  }

  /// The points of order 1, 2, 4 and 8, and encodings at or above the prime: with such a key anyone
  /// could sign.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
        "0200000000000000000000000000000000000000000000000000000000000000"
      })
  void refusesUnsoundKeys(String publicKey) {
    assertThatThrownBy(() -> VerifyKey.of(hex(publicKey))).isInstanceOf(MultiformatException.class);
    assertThat(Signatures.verify(hex(publicKey), new byte[0], new byte[64])).isFalse();
  }

  @Property(tries = 60)
  void everyByteChangedIsRefused(
      @ForAll byte[] message, @ForAll @IntRange(max = 63) int at, @ForAll byte change) {
    KeyPair key = KeyPair.fromSeed(new byte[32]);
    byte[] signature = key.sign(message);
    signature[at] ^= change;
    assertThat(Signatures.verify(key.publicKey(), message, signature)).isEqualTo(change == 0);
  }

  @Test
  void refusesOtherLengths() {
    KeyPair key = KeyPair.fromSeed(new byte[32]);
    assertThat(Signatures.verify(key.publicKey(), new byte[0], new byte[63])).isFalse();
    assertThat(Signatures.verify(new byte[31], new byte[0], new byte[64])).isFalse();
    assertThatThrownBy(() -> KeyPair.fromSeed(new byte[33]))
        .isInstanceOf(MultiformatException.class);
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
