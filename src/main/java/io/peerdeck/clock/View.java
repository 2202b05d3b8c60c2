package io.peerdeck.clock;

import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// A set of entries that decide membership: those of `base`, and one more that is later than all of
/// these in the total order. So each set has one chain of views and one id, a set is stored in a
/// few bytes, and what it says is one step from what its base says. Shared by all entries whose
/// causal past has just these.
///
/// Folders of earlier versions hold views with all their entries and the empty base.
///
/// @param id its place among views, from 1 on; 0 is the empty one
/// @param base the id of the view it adds to
/// @param rows what it adds, by row: one, or all of an earlier version's by ascending row
@SuppressWarnings("ArrayRecordComponent") // Inside the room only, never changed.
record View(int id, int base, long[] rows) {
  static final View EMPTY = new View(0, 0, new long[0]);

  // No row is 0, with which a view of an earlier version cannot begin.
  private static final long MARK = 0;

  static View after(int id, int base, long row) {
    return new View(id, base, new long[] {row});
  }

  /// Whether it is a link of a chain.
  boolean isLink() {
    return rows.length == 1;
  }

  long row() {
    return rows[0];
  }

  byte[] encode() {
    if (!isLink()) {
      throw new IllegalStateException("views of earlier versions are not written any more");
    }
    ByteBuffer out = ByteBuffer.allocate(3 * Varint.MAX_BYTES);
    Varint.put(MARK, out);
    Varint.put(base, out);
    Varint.put(row(), out);
    return Arrays.copyOf(out.array(), out.position());
  }

  byte[] digest() {
    return Multihash.sha256(encode()).digest();
  }

  static View decode(int id, byte[] bytes) {
    long[] read = new long[bytes.length];
    int n = 0;
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      while (in.hasRemaining()) {
        read[n++] = Varint.read(in);
      }
    } catch (MultiformatException e) {
      throw new ClockException("membership view " + id + " is damaged: " + e.getMessage(), e);
    }
    if (n > 0 && read[0] == MARK) {
      if (n != 3 || read[1] >= id) {
        throw new ClockException("membership view " + id + " is damaged: it is no link of a chain");
      }
      return after(id, (int) read[1], read[2]);
    }
    for (int i = 1; i < n; i++) {
      read[i] += read[i - 1];
    }
    return new View(id, EMPTY.id(), Arrays.copyOf(read, n));
  }
}
