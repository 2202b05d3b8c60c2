package io.peerdeck.panel.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Width and height a picture claims, read from its header before anything is decoded: a small file
/// may claim a picture of any size.
///
/// @param still false for one with several frames
record PictureSize(String kind, long width, long height, boolean still) {
  /// 16 million pixels take 64 MB decoded.
  private static final long MOST_PIXELS = 16_000_000;

  boolean decodable() {
    return still && width > 0 && height > 0 && width * height <= MOST_PIXELS;
  }

  /// Empty for what is no PNG, JPEG, GIF or BMP, or is cut off within its header.
  static Optional<PictureSize> of(byte[] bytes) {
    ByteBuffer data = ByteBuffer.wrap(bytes);
    if (bytes.length >= 24 && data.getLong(0) == 0x89504E470D0A1A0AL) {
      return Optional.of(
          new PictureSize(
              "PNG",
              Integer.toUnsignedLong(data.getInt(16)),
              Integer.toUnsignedLong(data.getInt(20)),
              true));
    }
    if (bytes.length >= 4 && (data.getShort(0) & 0xffff) == 0xffd8) {
      return jpeg(data);
    }
    if (bytes.length >= 13 && ascii(bytes, 0, 4).equals("GIF8")) {
      ByteBuffer little = data.order(ByteOrder.LITTLE_ENDIAN);
      return Optional.of(
          new PictureSize(
              "GIF",
              Short.toUnsignedInt(little.getShort(6)),
              Short.toUnsignedInt(little.getShort(8)),
              oneFrame(bytes)));
    }
    if (bytes.length >= 26 && ascii(bytes, 0, 2).equals("BM")) {
      ByteBuffer little = data.order(ByteOrder.LITTLE_ENDIAN);
      return Optional.of(
          new PictureSize(
              "BMP", Math.abs((long) little.getInt(18)), Math.abs((long) little.getInt(22)), true));
    }
    return Optional.empty();
  }

  /// Goes from marker to marker to the first start of frame (ITU T.81 B.1).
  private static Optional<PictureSize> jpeg(ByteBuffer data) {
    int at = 2;
    while (at + 9 <= data.limit()) {
      if ((data.get(at) & 0xff) != 0xff) {
        return Optional.empty();
      }
      int marker = data.get(at + 1) & 0xff;
      if (marker == 0xff) {
        at++;
        continue;
      }
      boolean frame =
          marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
      if (frame) {
        return Optional.of(
            new PictureSize(
                "JPEG",
                Short.toUnsignedInt(data.getShort(at + 7)),
                Short.toUnsignedInt(data.getShort(at + 5)),
                true));
      }
      at += 2 + Math.max(2, Short.toUnsignedInt(data.getShort(at + 2)));
    }
    return Optional.empty();
  }

  /// Goes over a GIF's blocks (GIF89a, 2 to 20) and counts its pictures.
  private static boolean oneFrame(byte[] bytes) {
    int at = 13 + colours(bytes[10]);
    int frames = 0;
    while (at < bytes.length) {
      int block = bytes[at++] & 0xff;
      if (block == 0x2c) {
        if (++frames > 1 || at + 9 > bytes.length) {
          return false;
        }
        at += 9 + colours(bytes[at + 8]) + 1;
      } else if (block == 0x21) {
        at++;
      } else {
        return frames == 1;
      }
      while (at < bytes.length && bytes[at] != 0) {
        at += (bytes[at] & 0xff) + 1;
      }
      at++;
    }
    return frames == 1;
  }

  private static int colours(byte flags) {
    return (flags & 0x80) == 0 ? 0 : 3 * (2 << (flags & 7));
  }

  private static String ascii(byte[] bytes, int from, int count) {
    return new String(bytes, from, count, StandardCharsets.US_ASCII);
  }
}
