package io.peerdeck.multiformats;

import java.util.Arrays;

/// A positional numeral system over bytes (base58, base36): leading zero bytes become leading zero
/// digits. The work is quadratic, so lengths are bounded; names are short.
final class RadixText {
  private static final int MAX_BYTES = 1024;
  private static final int MAX_TEXT = 1700;

  private final String name;
  private final String alphabet;
  private final int[] digitOf = new int[128];

  RadixText(String name, String alphabet) {
    this.name = name;
    this.alphabet = alphabet;
    Arrays.fill(digitOf, -1);
    for (int i = 0; i < alphabet.length(); i++) {
      digitOf[alphabet.charAt(i)] = i;
    }
  }

  String encode(byte[] bytes) {
    if (bytes.length > MAX_BYTES) {
      throw new MultiformatException(
          name + " is for at most " + MAX_BYTES + " bytes, not " + bytes.length);
    }
    int zeros = 0;
    while (zeros < bytes.length && bytes[zeros] == 0) {
      zeros++;
    }
    int[] digits = convert(unsigned(bytes), 256, alphabet.length());
    StringBuilder text = new StringBuilder(zeros + digits.length);
    text.repeat(alphabet.charAt(0), zeros);
    for (int digit : digits) {
      text.append(alphabet.charAt(digit));
    }
    return text.toString();
  }

  byte[] decode(String text) {
    if (text.length() > MAX_TEXT) {
      throw new MultiformatException(
          name + " text of " + text.length() + " characters, at most " + MAX_TEXT);
    }
    int[] digits = new int[text.length()];
    for (int i = 0; i < digits.length; i++) {
      char c = text.charAt(i);
      digits[i] = c < 128 ? digitOf[c] : -1;
      if (digits[i] < 0) {
        throw new MultiformatException(
            "'" + c + "' at position " + (i + 1) + " is no " + name + " character");
      }
    }
    int zeros = 0;
    while (zeros < digits.length && digits[zeros] == 0) {
      zeros++;
    }
    int[] bytes = convert(digits, alphabet.length(), 256);
    byte[] out = new byte[zeros + bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      out[zeros + i] = (byte) bytes[i];
    }
    return out;
  }

  private static int[] unsigned(byte[] bytes) {
    int[] out = new int[bytes.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = bytes[i] & 0xff;
    }
    return out;
  }

  /// Long division of a big-endian number; the result has no leading zeros.
  private static int[] convert(int[] number, int from, int to) {
    int[] out = new int[(int) Math.ceil(number.length * Math.log(from) / Math.log(to)) + 1];
    int end = out.length;
    int start = 0;
    while (start < number.length) {
      int remainder = 0;
      for (int i = start; i < number.length; i++) {
        int value = remainder * from + number[i];
        number[i] = value / to;
        remainder = value % to;
      }
      while (start < number.length && number[start] == 0) {
        start++;
      }
      out[--end] = remainder;
    }
    while (end < out.length && out[end] == 0) {
      end++;
    }
    return Arrays.copyOfRange(out, end, out.length);
  }
}
