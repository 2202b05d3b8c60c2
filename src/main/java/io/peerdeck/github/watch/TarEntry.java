package io.peerdeck.github.watch;

import io.peerdeck.github.GitHubException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// One entry of a tar archive as `git archive` makes them: ustar, with pax headers for long names.
///
/// @param name as it stands there
/// @param kind `0` a file, `5` a folder, `2` a symbolic link
/// @param mode permission bits
/// @param size bytes that follow
/// @param comment the archive's, which is the commit; empty before it was told
/// @see <a href="https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html">pax</a>
record TarEntry(String name, char kind, int mode, long size, String comment) {
  static final int BLOCK = 512;

  private static final int MAX_EXTENSION = 64 * 1024;
  private static final long MAX_SIZE = 1L << 40;
  private static final int CHECKSUM = 148;

  /// The next entry; empty at the archive's end.
  ///
  /// @param before what the archive said of itself so far
  /// @throws GitHubException if that is no archive that can be read
  static Optional<TarEntry> read(InputStream in, String before) throws IOException {
    Map<String, String> own = Map.of();
    String comment = before;
    while (true) {
      byte[] head = in.readNBytes(BLOCK);
      if (head.length == 0 || (head.length == BLOCK && isEmpty(head))) {
        return Optional.empty();
      }
      if (head.length < BLOCK || sum(head) != octal(head, CHECKSUM, 8)) {
        throw broken("it is cut off, or no tar");
      }
      char kind = head[156] == 0 ? '0' : (char) head[156];
      long size = number(head, 124, 12);
      switch (kind) {
        case 'g' -> comment = pax(in, size).getOrDefault("comment", comment);
        case 'x' -> own = pax(in, size);
        default -> {
          return Optional.of(
              new TarEntry(
                  own.containsKey("path") ? own.get("path") : name(head),
                  kind,
                  (int) number(head, 100, 8),
                  own.containsKey("size") ? size(own.get("size")) : size,
                  comment));
        }
      }
    }
  }

  /// How many bytes fill the last block.
  int padding() {
    return (int) ((BLOCK - size % BLOCK) % BLOCK);
  }

  private static Map<String, String> pax(InputStream in, long size) throws IOException {
    if (size > MAX_EXTENSION) {
      throw broken("a header of it is longer than " + MAX_EXTENSION + " bytes");
    }
    byte[] bytes = in.readNBytes((int) size);
    in.skipNBytes((BLOCK - size % BLOCK) % BLOCK);
    Map<String, String> said = new HashMap<>();
    int at = 0;
    while (at < bytes.length) {
      int space = at;
      while (space < bytes.length && bytes[space] != ' ') {
        space++;
      }
      String digits = new String(bytes, at, space - at, StandardCharsets.US_ASCII);
      int length = digits.matches("[1-9]\\d{0,5}") ? Integer.parseInt(digits) : 0;
      if (length <= space - at + 1 || at + length > bytes.length) {
        throw broken("a header of it is no list of keys and values");
      }
      String[] pair = text(bytes, space + 1, at + length - 1).split("=", 2);
      if (pair.length == 2) {
        said.put(pair[0], pair[1]);
      }
      at += length;
    }
    return said;
  }

  private static String name(byte[] head) {
    String name = text(head, 0, end(head, 0, 100));
    String prefix = text(head, 345, end(head, 345, 155));
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  private static int end(byte[] head, int from, int length) {
    int end = from;
    while (end < from + length && head[end] != 0) {
      end++;
    }
    return end;
  }

  private static String text(byte[] bytes, int from, int to) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw new GitHubException("a name in it is no UTF-8", e);
    }
  }

  private static long size(String text) {
    if (!text.matches("\\d{1,13}")) {
      throw broken("a size in it is no number");
    }
    return Long.parseLong(text);
  }

  private static long number(byte[] head, int from, int length) {
    long number = octal(head, from, length);
    if (number < 0 || number > MAX_SIZE) {
      throw broken("a number in it is none");
    }
    return number;
  }

  private static long octal(byte[] head, int from, int length) {
    String digits =
        new String(head, from, length, StandardCharsets.US_ASCII).replace("\0", " ").strip();
    return digits.matches("[0-7]{1,12}") ? Long.parseLong(digits, 8) : -1;
  }

  private static long sum(byte[] head) {
    long sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      sum += i >= CHECKSUM && i < CHECKSUM + 8 ? ' ' : head[i] & 0xff;
    }
    return sum;
  }

  private static boolean isEmpty(byte[] head) {
    return Arrays.equals(head, new byte[BLOCK]);
  }

  static GitHubException broken(String why) {
    return new GitHubException("GitHub's archive of the commit cannot be read: " + why);
  }
}
