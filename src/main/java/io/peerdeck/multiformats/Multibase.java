package io.peerdeck.multiformats;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/// Text that names its base by its first character.
///
/// Supported: `z` base58btc, `b`/`B` base32, `f`/`F` base16, `k` base36, `m` base64 and `u`
/// base64url, both unpadded. Only the canonical text of some bytes is accepted: unused bits must be
/// zero and case must be that of the prefix.
///
/// @see <a href="https://github.com/multiformats/multibase">multibase</a>
public final class Multibase {
  private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final RadixText BASE36 =
      new RadixText("base36", "0123456789abcdefghijklmnopqrstuvwxyz");

  private Multibase() {}

  /// Prefix `z`, Bitcoin's base58.
  ///
  /// @param bytes at most 1 KiB
  public static String encodeBase58(byte[] bytes) {
    return "z" + Base58.encode(bytes);
  }

  /// Prefix `b`, lower-case base32 without padding.
  ///
  /// @param bytes any bytes
  public static String encodeBase32(byte[] bytes) {
    StringBuilder text = new StringBuilder(1 + (bytes.length * 8 + 4) / 5).append('b');
    int buffer = 0;
    int bits = 0;
    for (byte b : bytes) {
      buffer = (buffer << 8 | (b & 0xff)) & 0xfff;
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32.charAt(buffer >>> bits & 31));
      }
    }
    if (bits > 0) {
      text.append(BASE32.charAt(buffer << (5 - bits) & 31));
    }
    return text.toString();
  }

  /// Prefix `k`, lower-case base36.
  ///
  /// @param bytes at most 1 KiB
  public static String encodeBase36(byte[] bytes) {
    return "k" + BASE36.encode(bytes);
  }

  /// Prefix `f`, lower-case hexadecimal.
  ///
  /// @param bytes any bytes
  public static String encodeBase16(byte[] bytes) {
    return "f" + HexFormat.of().formatHex(bytes);
  }

  /// Prefix `u`, base64 for addresses, without padding.
  ///
  /// @param bytes any bytes
  public static String encodeBase64Url(byte[] bytes) {
    return "u" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// The bytes of a prefixed text.
  ///
  /// @param text prefix and digits
  /// @throws MultiformatException if the prefix is unknown or the text is not canonical
  public static byte[] decode(String text) {
    if (text.isEmpty()) {
      throw new MultiformatException(
          "multibase text is empty; it starts with a prefix such as b or z");
    }
    String digits = text.substring(1);
    return switch (text.charAt(0)) {
      case 'z' -> Base58.decode(digits);
      case 'b' -> decodeBase32(digits, text);
      case 'B' -> decodeBase32(digits.toLowerCase(Locale.ROOT), requireUpper(text));
      case 'k' -> BASE36.decode(digits);
      case 'f' -> decodeHex(digits, text);
      case 'F' -> decodeHex(digits.toLowerCase(Locale.ROOT), requireUpper(text));
      case 'm' -> decodeBase64(Base64.getDecoder(), Base64.getEncoder(), digits);
      case 'u' -> decodeBase64(Base64.getUrlDecoder(), Base64.getUrlEncoder(), digits);
      default ->
          throw new MultiformatException("unknown multibase prefix '" + text.charAt(0) + "'");
    };
  }

  private static String requireUpper(String text) {
    if (!text.equals(text.toUpperCase(Locale.ROOT))) {
      throw new MultiformatException("multibase prefix " + text.charAt(0) + " asks for upper case");
    }
    return text;
  }

  private static byte[] decodeBase32(String digits, String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(digits.length() * 5 / 8);
    int buffer = 0;
    int bits = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = BASE32.indexOf(digits.charAt(i));
      if (digit < 0) {
        throw new MultiformatException(
            "'" + text.charAt(i + 1) + "' at position " + (i + 2) + " is no base32 character");
      }
      buffer = (buffer << 5 | digit) & 0xfff;
      bits += 5;
      if (bits >= 8) {
        bits -= 8;
        out.write(buffer >>> bits);
      }
    }
    if (bits >= 5 || (buffer & ((1 << bits) - 1)) != 0) {
      throw new MultiformatException("base32 text does not end on a whole byte");
    }
    return out.toByteArray();
  }

  private static byte[] decodeHex(String digits, String text) {
    try {
      byte[] bytes = HexFormat.of().parseHex(digits);
      if (!HexFormat.of().formatHex(bytes).equals(digits)) {
        throw new MultiformatException(
            "multibase prefix " + text.charAt(0) + " asks for lower case");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not base16 text: " + e.getMessage(), e);
    }
  }

  private static byte[] decodeBase64(
      Base64.Decoder decoder, Base64.Encoder encoder, String digits) {
    try {
      byte[] bytes = decoder.decode(digits);
      if (!encoder.withoutPadding().encodeToString(bytes).equals(digits)) {
        throw new MultiformatException("base64 text is padded or has unused bits set");
      }
      return bytes;
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("not base64 text: " + e.getMessage(), e);
    }
  }
}
