package io.peerdeck.clock;

import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A set of entries that decide membership, by ascending row. Shared by all entries whose causal
/// past has just these.
@SuppressWarnings("ArrayRecordComponent") // Inside the room only, never changed.
record View(int id, long[] rows) {
  static final View EMPTY = new View(0, new long[0]);

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(rows.length * Varint.MAX_BYTES);
    long last = 0;
    for (long row : rows) {
      Varint.put(row - last, out);
      last = row;
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  byte[] digest() {
    return Multihash.sha256(encode()).digest();
  }

  static View decode(int id, byte[] bytes) {
    long[] rows = new long[bytes.length];
    int n = 0;
    long last = 0;
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      while (in.hasRemaining()) {
        last += Varint.read(in);
        rows[n++] = last;
      }
    } catch (MultiformatException e) {
      throw new ClockException("membership view " + id + " is damaged: " + e.getMessage(), e);
    }
    return new View(id, Arrays.copyOf(rows, n));
  }
}
