package io.peerdeck.clock;

import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Varint;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// How far a causal past reaches into each branch: branch id to highest sequence number. Branch ids
/// are this folder's own small numbers. Immutable.
final class VersionVector {
  static final VersionVector EMPTY = new VersionVector(new int[0], new long[0]);

  private final int[] branches;
  private final long[] seqs;

  private VersionVector(int[] branches, long[] seqs) {
    this.branches = branches;
    this.seqs = seqs;
  }

  /// The highest number known of a branch, -1 when none.
  long get(int branch) {
    int at = Arrays.binarySearch(branches, branch);
    return at < 0 ? -1 : seqs[at];
  }

  boolean covers(int branch, long seq) {
    return get(branch) >= seq;
  }

  VersionVector with(int branch, long seq) {
    int at = Arrays.binarySearch(branches, branch);
    if (at >= 0) {
      if (seqs[at] >= seq) {
        return this;
      }
      long[] raised = seqs.clone();
      raised[at] = seq;
      return new VersionVector(branches, raised);
    }
    int place = -at - 1;
    int n = branches.length;
    int[] b = new int[n + 1];
    long[] s = new long[n + 1];
    System.arraycopy(branches, 0, b, 0, place);
    System.arraycopy(seqs, 0, s, 0, place);
    b[place] = branch;
    s[place] = seq;
    System.arraycopy(branches, place, b, place + 1, n - place);
    System.arraycopy(seqs, place, s, place + 1, n - place);
    return new VersionVector(b, s);
  }

  VersionVector merge(VersionVector other) {
    if (other.within(this)) {
      return this;
    }
    if (within(other)) {
      return other;
    }
    int[] b = new int[branches.length + other.branches.length];
    long[] s = new long[b.length];
    int n = 0;
    for (int i = 0, j = 0; i < branches.length || j < other.branches.length; n++) {
      int mine = i < branches.length ? branches[i] : Integer.MAX_VALUE;
      int theirs = j < other.branches.length ? other.branches[j] : Integer.MAX_VALUE;
      b[n] = Math.min(mine, theirs);
      s[n] = Math.max(mine == b[n] ? seqs[i] : -1, theirs == b[n] ? other.seqs[j] : -1);
      i += mine == b[n] ? 1 : 0;
      j += theirs == b[n] ? 1 : 0;
    }
    return new VersionVector(Arrays.copyOf(b, n), Arrays.copyOf(s, n));
  }

  private boolean within(VersionVector other) {
    if (branches.length > other.branches.length) {
      return false;
    }
    for (int i = 0; i < branches.length; i++) {
      if (!other.covers(branches[i], seqs[i])) {
        return false;
      }
    }
    return true;
  }

  byte[] encode() {
    ByteBuffer out = ByteBuffer.allocate(branches.length * 2 * Varint.MAX_BYTES);
    for (int i = 0; i < branches.length; i++) {
      Varint.put(branches[i], out);
      Varint.put(seqs[i], out);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /// @throws ClockException when the stored bytes are not what [#encode] wrote
  static VersionVector decode(byte[] bytes) {
    int[] b = new int[bytes.length / 2];
    long[] s = new long[bytes.length / 2];
    int n = 0;
    try {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      for (; in.hasRemaining(); n++) {
        b[n] = Math.toIntExact(Varint.read(in));
        s[n] = Varint.read(in);
      }
    } catch (MultiformatException | ArithmeticException e) {
      throw new ClockException("a stored version vector is damaged: " + e.getMessage(), e);
    }
    return new VersionVector(Arrays.copyOf(b, n), Arrays.copyOf(s, n));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VersionVector that
        && Arrays.equals(branches, that.branches)
        && Arrays.equals(seqs, that.seqs);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(branches) + Arrays.hashCode(seqs);
  }

  @Override
  public String toString() {
    return Arrays.toString(branches) + Arrays.toString(seqs);
  }
}
