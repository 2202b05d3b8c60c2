package io.peerdeck.blob;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Keeps what a source of bytes failed with, so that it can be told from what their reader cannot
/// make of them.
final class NotedFailure extends FilterInputStream {
  private @Nullable IOException failure;

  NotedFailure(InputStream source) {
    super(source);
  }

  /// Throws what the source threw, if it has thrown anything.
  void rethrow() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public int read() throws IOException {
    return noting(super::read);
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    return noting(() -> super.read(into, offset, length));
  }

  private int noting(Reading reading) throws IOException {
    try {
      return reading.read();
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private interface Reading {
    int read() throws IOException;
  }
}
