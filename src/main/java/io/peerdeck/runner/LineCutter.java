package io.peerdeck.runner;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Cuts a stream of bytes into lines of text. Bytes that are no UTF-8 become replacement
/// characters, a line end may be LF or CRLF, a line above 64 KiB comes out in parts. Memory stays
/// within two lines' worth whatever comes in.
final class LineCutter {
  private final Masks masks;
  private final Consumer<String> lines;
  private byte[] pending = new byte[512];
  private int length;

  /// @param masks says where a long line may not be cut
  /// @param lines takes each line, masks not yet applied
  LineCutter(Masks masks, Consumer<String> lines) {
    this.masks = masks;
    this.lines = lines;
  }

  /// Takes the next bytes.
  void feed(byte[] bytes, int count) {
    int from = 0;
    for (int i = 0; i < count; i++) {
      if (bytes[i] == '\n') {
        if (length == 0 && i - from <= LogLine.MAX_BYTES) {
          emit(bytes, from, i);
        } else {
          append(bytes, from, i);
          finishLine();
        }
        from = i + 1;
      }
    }
    append(bytes, from, count);
  }

  /// The stream ended: what is left is a line too.
  void end() {
    if (length > 0) {
      finishLine();
    }
  }

  private void append(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      final int room = LogLine.MAX_BYTES + masks.reach() + 4 - length;
      final int take = Math.min(to - at, Math.max(room, 1));
      if (length + take > pending.length) {
        pending = Arrays.copyOf(pending, Math.max(length + take, pending.length * 2));
      }
      System.arraycopy(bytes, at, pending, length, take);
      length += take;
      at += take;
      if (length >= LogLine.MAX_BYTES + masks.reach() + 4) {
        part();
      }
    }
  }

  private void finishLine() {
    while (length > LogLine.MAX_BYTES) {
      part();
    }
    emit(pending, 0, length);
    length = 0;
    if (pending.length > LogLine.MAX_BYTES) {
      pending = new byte[512];
    }
  }

  /// Sends the first part of a line that is too long.
  private void part() {
    int cut = LogLine.MAX_BYTES;
    while (cut > LogLine.MAX_BYTES - 4 && (pending[cut] & 0xC0) == 0x80) {
      cut--;
    }
    if (masks.reach() > 0) {
      final String all = new String(pending, 0, length, StandardCharsets.UTF_8);
      final int chars = new String(pending, 0, cut, StandardCharsets.UTF_8).length();
      final int safe = masks.safeCut(all, chars);
      if (safe < chars) {
        // Text that decodes to itself; binary rubbish may come out at another length, then the
        // plain cut stands.
        final int bytes = all.substring(0, safe).getBytes(StandardCharsets.UTF_8).length;
        cut = bytes > 0 && bytes <= cut ? bytes : cut;
      }
    }
    emit(pending, 0, cut);
    System.arraycopy(pending, cut, pending, 0, length - cut);
    length -= cut;
  }

  private void emit(byte[] bytes, int from, int to) {
    final int end = to > from && bytes[to - 1] == '\r' ? to - 1 : to;
    lines.accept(new String(bytes, from, end - from, StandardCharsets.UTF_8));
  }
}
