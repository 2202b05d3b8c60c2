package io.peerdeck.multiformats;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads one value strictly. Every declared length is held against the bytes that are left before
/// anything is allocated: an item takes at least one byte, a field at least two.
final class DagCborReader {
  private static final int CID_TAG = 42;

  private final byte[] in;
  private int at;

  DagCborReader(byte[] in) {
    this.in = in;
  }

  void end() {
    if (at != in.length) {
      throw wrong((in.length - at) + " bytes follow the value");
    }
  }

  Ipld read(int depth) {
    int first = next();
    int major = first >>> 5;
    int minor = first & 31;
    return switch (major) {
      case 0 -> new Ipld.Int(number(minor));
      case 1 -> new Ipld.Int(~number(minor));
      case 2 -> new Ipld.Bytes(take(length(minor, 1)));
      case 3 -> new Ipld.Text(text(minor));
      case 4 -> list(length(minor, 1), depth);
      case 5 -> map(length(minor, 2), depth);
      case 6 -> link(minor);
      default -> simple(minor);
    };
  }

  private Ipld list(int count, int depth) {
    deeper(depth);
    List<Ipld> items = new ArrayList<>(Math.min(count, 64));
    for (int i = 0; i < count; i++) {
      items.add(read(depth - 1));
    }
    return new Ipld.List(items);
  }

  private Ipld map(int count, int depth) {
    deeper(depth);
    Map<String, Ipld> fields = LinkedHashMap.newLinkedHashMap(Math.min(count, 64));
    int lastStart = 0;
    int lastEnd = 0;
    for (int i = 0; i < count; i++) {
      int first = next();
      if (first >>> 5 != 3) {
        throw wrong("a map key is not text");
      }
      int keyLength = length(first & 31, 1);
      int start = at;
      String key = utf8(start, keyLength);
      at += keyLength;
      if (i > 0 && !ascending(lastStart, lastEnd, start, at)) {
        throw wrong("map key '" + key + "' is repeated or out of order");
      }
      lastStart = start;
      lastEnd = at;
      fields.put(key, read(depth - 1));
    }
    return new Ipld.Map(Collections.unmodifiableMap(fields));
  }

  private boolean ascending(int aStart, int aEnd, int bStart, int bEnd) {
    int byLength = Integer.compare(aEnd - aStart, bEnd - bStart);
    return byLength < 0
        || (byLength == 0 && Arrays.compareUnsigned(in, aStart, aEnd, in, bStart, bEnd) < 0);
  }

  private Ipld link(int minor) {
    if (number(minor) != CID_TAG) {
      throw wrong("a tag other than 42");
    }
    int first = next();
    if (first >>> 5 != 2) {
      throw wrong("tag 42 is not on bytes");
    }
    int length = length(first & 31, 1);
    if (length < 1 || length > Cid.MAX_BYTES + 1 || in[at] != 0) {
      throw wrong("a link is the byte 0 and a CID");
    }
    byte[] cid = Arrays.copyOfRange(in, at + 1, at + length);
    at += length;
    return new Ipld.Link(Cid.decode(cid));
  }

  private Ipld simple(int minor) {
    return switch (minor) {
      case 20 -> new Ipld.Bool(false);
      case 21 -> new Ipld.Bool(true);
      case 22 -> new Ipld.Null();
      case 27 -> {
        double value = Double.longBitsToDouble(bigEndian(8));
        if (!Double.isFinite(value)) {
          throw wrong("a number that is not finite");
        }
        yield new Ipld.Real(value);
      }
      case 25, 26 -> throw wrong("a float of other than 64 bits");
      case 31 -> throw wrong("an end mark of an indefinite length");
      default -> throw wrong("an unknown simple value");
    };
  }

  private String text(int minor) {
    int length = length(minor, 1);
    String text = utf8(at, length);
    at += length;
    return text;
  }

  private String utf8(int start, int length) {
    int i = start;
    while (i < start + length && in[i] >= 0) {
      i++;
    }
    if (i == start + length) {
      return new String(in, start, length, StandardCharsets.ISO_8859_1);
    }
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in, start, length))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MultiformatException("DAG-CBOR at byte " + start + ": text is not UTF-8", e);
    }
  }

  private int length(int minor, int bytesEach) {
    long length = number(minor);
    if (length > (in.length - at) / bytesEach) {
      throw wrong(
          "length " + length + " is more than the " + (in.length - at) + " bytes that follow");
    }
    return (int) length;
  }

  private long number(int minor) {
    if (minor < 24) {
      return minor;
    }
    if (minor > 27) {
      throw wrong(minor == 31 ? "an indefinite length" : "a reserved length");
    }
    int bytes = 1 << (minor - 24);
    long value = bigEndian(bytes);
    if (value < 0) {
      throw wrong("a number beyond 64 bits with sign");
    }
    long least = bytes == 1 ? 24 : 1L << (bytes * 4);
    if (value < least) {
      throw wrong("number " + value + " is not in its shortest form");
    }
    return value;
  }

  private long bigEndian(int bytes) {
    if (in.length - at < bytes) {
      throw wrong("the block is cut off");
    }
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value = value << 8 | (in[at++] & 0xff);
    }
    return value;
  }

  private byte[] take(int length) {
    byte[] bytes = Arrays.copyOfRange(in, at, at + length);
    at += length;
    return bytes;
  }

  private int next() {
    if (at == in.length) {
      throw wrong("the block is cut off");
    }
    return in[at++] & 0xff;
  }

  private void deeper(int depth) {
    if (depth <= 0) {
      throw wrong("nested too deep");
    }
  }

  private MultiformatException wrong(String what) {
    return new MultiformatException("DAG-CBOR at byte " + at + ": " + what);
  }
}
