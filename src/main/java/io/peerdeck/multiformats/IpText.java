package io.peerdeck.multiformats;

import java.util.Arrays;
import java.util.StringJoiner;

/// IP addresses as text, without ever asking a name server. IPv6 is written as RFC 5952 says.
final class IpText {
  private IpText() {}

  static byte[] parse4(String text) {
    String[] parts = text.split("\\.", -1);
    byte[] out = new byte[4];
    boolean sound = parts.length == 4;
    for (int i = 0; sound && i < 4; i++) {
      sound = parts[i].matches("0|[1-9][0-9]{0,2}") && Integer.parseInt(parts[i]) <= 255;
      out[i] = sound ? (byte) Integer.parseInt(parts[i]) : 0;
    }
    if (!sound) {
      throw new MultiformatException("'" + text + "' is no IPv4 address; it looks like 192.0.2.1");
    }
    return out;
  }

  static String format4(byte[] bytes) {
    return (bytes[0] & 0xff)
        + "."
        + (bytes[1] & 0xff)
        + "."
        + (bytes[2] & 0xff)
        + "."
        + (bytes[3] & 0xff);
  }

  static byte[] parse6(String text) {
    try {
      int gap = text.indexOf("::");
      if (gap < 0) {
        byte[] whole = groups(text, true);
        if (whole.length != 16) {
          throw new MultiformatException("it has not eight groups");
        }
        return whole;
      }
      byte[] head = groups(text.substring(0, gap), false);
      byte[] tail = groups(text.substring(gap + 2), true);
      if (head.length + tail.length > 14) {
        throw new MultiformatException("it has too many groups");
      }
      byte[] out = Arrays.copyOf(head, 16);
      System.arraycopy(tail, 0, out, 16 - tail.length, tail.length);
      return out;
    } catch (MultiformatException e) {
      throw new MultiformatException(
          "'" + text + "' is no IPv6 address; it looks like 2001:db8::1", e);
    }
  }

  /// The last four bytes of a whole address may be written as IPv4.
  private static byte[] groups(String text, boolean last) {
    if (text.isEmpty()) {
      return new byte[0];
    }
    String[] parts = text.split(":", -1);
    byte[] out = new byte[parts.length * 2 + 2];
    int at = 0;
    for (int i = 0; i < parts.length; i++) {
      if (last && i == parts.length - 1 && parts[i].indexOf('.') >= 0) {
        System.arraycopy(parse4(parts[i]), 0, out, at, 4);
        at += 4;
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        int group = Integer.parseInt(parts[i], 16);
        out[at++] = (byte) (group >>> 8);
        out[at++] = (byte) group;
      } else {
        throw new MultiformatException("'" + parts[i] + "' is no group of four hexadecimal digits");
      }
    }
    return Arrays.copyOf(out, at);
  }

  static String format6(byte[] bytes) {
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = ((bytes[2 * i] & 0xff) << 8) | (bytes[2 * i + 1] & 0xff);
    }
    int bestStart = 0;
    int bestLength = 1;
    for (int start = 0; start < 8; start++) {
      int end = start;
      while (end < 8 && groups[end] == 0) {
        end++;
      }
      if (end - start > bestLength) {
        bestStart = start;
        bestLength = end - start;
      }
    }
    return bestLength < 2
        ? hex(groups, 0, 8)
        : hex(groups, 0, bestStart) + "::" + hex(groups, bestStart + bestLength, 8);
  }

  private static String hex(int[] groups, int from, int to) {
    StringJoiner out = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      out.add(Integer.toHexString(groups[i]));
    }
    return out.toString();
  }
}
