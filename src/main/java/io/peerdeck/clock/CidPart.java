package io.peerdeck.clock;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A part of a CID's text as a condition on its bytes, which an index can answer. Each character
/// after the leading `b` is five bits; an entry's CID has 36 bytes, so that the last character
/// carries three bits and two of padding.
///
/// @param condition SQL over the column `cid`
record CidPart(String condition, List<byte[]> values) {
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int BYTES = 36;
  private static final int END_CHARS = 7;
  private static final int END_BYTES = 4;
  private static final int BITS = 5;
  private static final int PADDING = 2;
  private static final int LONGEST = 1 + (BYTES * 8 + BITS - 1) / BITS;

  /// The ways to read the text: as a beginning, as an end, both, or none.
  static List<CidPart> of(String text) {
    List<CidPart> parts = new ArrayList<>();
    if (text.length() > LONGEST || !text.chars().allMatch(c -> DIGITS.indexOf(c) >= 0)) {
      return parts;
    }
    if (text.startsWith("b") && text.length() > 2) {
      parts.add(beginning(text.substring(1)));
    }
    if (text.length() >= END_CHARS) {
      parts.add(end(text.substring(text.length() - END_CHARS)));
    }
    return parts;
  }

  private static CidPart beginning(String digits) {
    byte[] low = new byte[Math.min(BYTES, digits.length() * BITS / 8)];
    for (int bit = 0; bit < low.length * 8; bit++) {
      int value = DIGITS.indexOf(digits.charAt(bit / BITS));
      if ((value >> (BITS - 1 - bit % BITS) & 1) == 1) {
        low[bit / 8] |= (byte) (0x80 >> bit % 8);
      }
    }
    // Everything that begins with these bytes lies between them and themselves followed by 0xFF.
    byte[] high = Arrays.copyOf(low, BYTES + 1);
    Arrays.fill(high, low.length, high.length, (byte) 0xFF);
    return new CidPart("cid >= ? AND cid < ?", List.of(low, high));
  }

  private static CidPart end(String digits) {
    long bits = 0;
    for (int i = 0; i < digits.length(); i++) {
      bits = (bits << BITS) | DIGITS.indexOf(digits.charAt(i));
    }
    int last = (int) (bits >> PADDING);
    byte[] bytes = new byte[END_BYTES];
    for (int i = 0; i < END_BYTES; i++) {
      bytes[i] = (byte) (last >> (8 * (END_BYTES - 1 - i)));
    }
    return new CidPart("substr(cid, -4) = ?", List.of(bytes));
  }
}
