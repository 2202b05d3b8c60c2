package io.peerdeck.multiformats;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;

/// Writes one value in canonical form into a growing array.
final class DagCborWriter {
  private byte[] out = new byte[256];
  private int size;

  byte[] bytes() {
    return Arrays.copyOf(out, size);
  }

  void write(Ipld value, int depth) {
    switch (value) {
      case Ipld.Null() -> put(0xf6);
      case Ipld.Bool(boolean b) -> put(b ? 0xf5 : 0xf4);
      case Ipld.Int(long n) -> head(n < 0 ? 0x20 : 0x00, n < 0 ? ~n : n);
      case Ipld.Real(double d) -> {
        put(0xfb);
        bigEndian(Double.doubleToRawLongBits(d), 8);
      }
      case Ipld.Text(String s) -> text(s);
      case Ipld.Bytes(byte[] bytes) -> {
        head(0x40, bytes.length);
        put(bytes);
      }
      case Ipld.Link(Cid cid) -> {
        byte[] bytes = cid.bytes();
        put(0xd8);
        put(0x2a);
        head(0x40, bytes.length + 1L);
        put(0x00);
        put(bytes);
      }
      case Ipld.List(var items) -> {
        deeper(depth);
        head(0x80, items.size());
        for (Ipld item : items) {
          write(item, depth - 1);
        }
      }
      case Ipld.Map map -> {
        deeper(depth);
        head(0xa0, map.size());
        for (Map.Entry<String, Ipld> field : map.fields().entrySet()) {
          text(field.getKey());
          write(field.getValue(), depth - 1);
        }
      }
    }
  }

  private static void deeper(int depth) {
    if (depth == 0) {
      throw new MultiformatException("value is nested deeper than " + DagCbor.MAX_DEPTH);
    }
  }

  private void text(String s) {
    int length = s.length();
    int ascii = 0;
    while (ascii < length && s.charAt(ascii) < 0x80) {
      ascii++;
    }
    if (ascii < length) {
      wideText(s);
      return;
    }
    head(0x60, length);
    room(length);
    for (int i = 0; i < length; i++) {
      out[size++] = (byte) s.charAt(i);
    }
  }

  private void wideText(String s) {
    ByteBuffer utf8;
    try {
      utf8 = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(s));
    } catch (CharacterCodingException e) {
      throw new MultiformatException("text holds half a surrogate pair and has no UTF-8 form", e);
    }
    int length = utf8.remaining();
    head(0x60, length);
    room(length);
    utf8.get(out, size, length);
    size += length;
  }

  private void head(int major, long argument) {
    if (argument < 24) {
      put(major | (int) argument);
    } else if (argument <= 0xff) {
      put(major | 24);
      bigEndian(argument, 1);
    } else if (argument <= 0xffff) {
      put(major | 25);
      bigEndian(argument, 2);
    } else if (argument <= 0xffffffffL) {
      put(major | 26);
      bigEndian(argument, 4);
    } else {
      put(major | 27);
      bigEndian(argument, 8);
    }
  }

  private void bigEndian(long value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--) {
      put((int) (value >>> (8 * i)));
    }
  }

  private void put(int b) {
    room(1);
    out[size++] = (byte) b;
  }

  private void put(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, out, size, bytes.length);
    size += bytes.length;
  }

  private void room(int more) {
    if (out.length - size < more) {
      out =
          Arrays.copyOf(
              out,
              Math.max(
                  Math.addExact(size, more),
                  (int) Math.min(out.length * 2L, Integer.MAX_VALUE - 8)));
    }
  }
}
