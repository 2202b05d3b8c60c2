package io.peerdeck.blob;

import java.io.InputStream;

/// Bytes of a linear congruential generator, the same everywhere, without holding them in memory.
final class SampleContent extends InputStream {
  private int state;
  private long left;

  SampleContent(long bytes, int seed) {
    left = bytes;
    state = seed;
  }

  static byte[] bytes(int count, int seed) {
    byte[] out = new byte[count];
    new SampleContent(count, seed).read(out, 0, count);
    return out;
  }

  @Override
  public int read() {
    if (left == 0) {
      return -1;
    }
    left--;
    state = state * 1664525 + 1013904223;
    return state >>> 24;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    int count = (int) Math.min(length, left);
    for (int i = 0; i < count; i++) {
      target[offset + i] = (byte) read();
    }
    return count == 0 && length > 0 ? -1 : count;
  }
}
