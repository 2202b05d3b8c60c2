package io.peerdeck.libp2p;

import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.function.Predicate;

/// One stream of bytes in each direction, with one agreed protocol. Every call blocks its (virtual)
/// thread until it can go on, so a slow peer slows its caller and nothing piles up in memory. One
/// thread may read while another writes.
public interface Stream extends AutoCloseable {
  /// The protocol both sides agreed on.
  String protocol();

  /// The connection it runs on.
  Connection connection();

  /// Reads at least one byte; `-1` once the other side has closed its half and all was read.
  ///
  /// @return the number of bytes read into `target`
  /// @throws StreamResetException if the stream was reset or its connection ended
  /// @throws Libp2pException if nothing came within the deadline
  int read(byte[] target, int offset, int length);

  /// Writes all bytes; blocks while the peer's window or the connection's send queue is full.
  ///
  /// @throws StreamResetException if the stream was reset or its connection ended
  /// @throws Libp2pException if this half is closed, or nothing moved within the deadline
  void write(byte[] source, int offset, int length);

  /// Writes all bytes if the peer's window and the send queue take them at once, else none.
  ///
  /// @return whether they are on their way; a stream that has failed says no
  default boolean writeNow(byte[] source) {
    return false;
  }

  /// Waits, where a message begins, for bytes that are worth a thread's waking: what arrives
  /// meanwhile is shown to `taken` first, piece by piece as it came. What that takes counts as
  /// read, though not for the deadline; the rest is left for the next [#read]. Returns when there
  /// is something to read, the end included.
  ///
  /// @param taken called on the connection's event loop while nothing else reads: must not block,
  ///     throw or call this stream
  default void awaitBeyond(Predicate<byte[]> taken) {}

  /// Tells the other side that nothing more will be written. Reading goes on.
  void closeWrite();

  /// Cuts the stream in both directions at once.
  void reset();

  /// Sets how long one read or write may wait without a byte moving; 30 s unless set. A day or more
  /// means for as long as the stream is open: no timer is set then, which costs more than the read
  /// where bytes come now and then.
  void deadline(Duration inactivity);

  /// Closes this side's half and stops reading; what the peer still sends is dropped. Harmless when
  /// repeated.
  @Override
  void close();

  /// Writes a whole array.
  default void write(byte[] source) {
    write(source, 0, source.length);
  }

  /// This stream's inbound half as an `InputStream`; closing it closes the stream.
  default InputStream input() {
    return new StreamInput(this, () -> 0);
  }

  /// This stream's outbound half as an unbuffered `OutputStream`; closing it calls [#closeWrite()].
  default OutputStream output() {
    return new StreamOutput(this);
  }
}
