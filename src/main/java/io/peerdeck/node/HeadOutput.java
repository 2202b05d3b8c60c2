package io.peerdeck.node;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/// Keeps the first bytes written to it and ends the writing with an [IOException] once it has them.
final class HeadOutput extends OutputStream {
  private final ByteArrayOutputStream head = new ByteArrayOutputStream();
  private final int most;
  private boolean full;

  HeadOutput(int most) {
    this.most = most;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int count) throws IOException {
    int taken = Math.min(count, most - head.size());
    head.write(bytes, from, taken);
    if (taken < count) {
      full = true;
      throw new IOException("the first " + most + " bytes are read");
    }
  }

  /// Whether there was more than it keeps.
  boolean full() {
    return full;
  }

  byte[] bytes() {
    return head.toByteArray();
  }
}
