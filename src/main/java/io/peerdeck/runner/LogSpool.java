package io.peerdeck.runner;

import com.fasterxml.jackson.core.JsonFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A job's log as a file of JSON lines, written once from front to back, readable by byte range
/// while it is written and after a crash. Each record is one line
/// `{"n":seq,"t":time,"s":step,"o":stream,"l":level,"x":text}`; `o` is left out for standard
/// output, `l` for plain lines. The last record `{"end":true}` says that nothing is missing; a
/// record without its line end is torn and does not count. One thread writes, any number reads.
/// Nothing is fsynced: a log that matters becomes a blob.
public final class LogSpool implements LogSink, AutoCloseable {
  /// Longest record: 64 KiB of control characters, six bytes each, and the fields around it.
  static final int MAX_RECORD = LogLine.MAX_BYTES * 6 + 256;

  private static final int FLUSH_AT = 64 * 1024;
  private static final int SCAN = 8 * 1024;

  private final Path file;
  private final FileChannel channel;
  private final boolean writing;
  private final LogRecord record = new LogRecord();
  private byte[] buffer = new byte[FLUSH_AT * 2];
  private int buffered;
  private volatile long length;
  private volatile boolean complete;

  private LogSpool(Path file, FileChannel channel, boolean writing) {
    this.file = file;
    this.channel = channel;
    this.writing = writing;
  }

  /// Starts a new log.
  ///
  /// @throws RunnerException if the file exists or cannot be made
  public static LogSpool create(Path file) {
    try {
      return new LogSpool(
          file,
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.WRITE,
              StandardOpenOption.READ),
          true);
    } catch (IOException e) {
      throw new RunnerException("Cannot start the log " + file + ": " + e, e);
    }
  }

  /// Opens a finished log, or what a crash left of one, for reading.
  ///
  /// @throws RunnerException if it cannot be read
  public static LogSpool open(Path file) {
    try {
      final FileChannel channel = FileChannel.open(file, StandardOpenOption.READ);
      final LogSpool spool = new LogSpool(file, channel, false);
      spool.measure();
      return spool;
    } catch (IOException e) {
      throw new RunnerException("Cannot read the log " + file + ": " + e, e);
    }
  }

  /// Where the log lies.
  public Path file() {
    return file;
  }

  /// Bytes of whole records that readers can see.
  public long length() {
    return length;
  }

  /// Whether the log ended in order; false while it is written, and for ever if the writer crashed.
  public boolean closed() {
    return complete;
  }

  @Override
  public void line(LogLine line) {
    append(line);
  }

  /// Adds a line; it is visible to readers after [#flush], or once 64 KiB have gathered.
  ///
  /// @throws RunnerException if the disk refuses
  public void append(LogLine line) {
    if (!writing || complete) {
      throw new IllegalStateException("the log " + file + " is not open for writing");
    }
    final int room = record.boundOf(line);
    if (room > buffer.length - buffered) {
      flush();
      if (room > buffer.length) {
        buffer = new byte[room];
      }
    }
    buffered = record.write(line, buffer, buffered);
    if (buffered >= FLUSH_AT) {
      flush();
    }
  }

  @Override
  public void flush() {
    if (buffered == 0) {
      return;
    }
    final ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, buffered);
    long at = length;
    try {
      while (bytes.hasRemaining()) {
        at += channel.write(bytes, at);
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot write the log " + file + ": " + e, e);
    }
    buffered = 0;
    length = at;
  }

  /// Whole records from a place on, as stored: what a follower on another peer gets.
  ///
  /// @param fromByte a place between two records: 0, or an earlier [Part#next()]; from any other
  ///     place the next record on; a negative one counts from the end, or from the beginning where
  ///     the log is shorter
  /// @param maxBytes at most so many; but at least one record is returned where there is one
  /// @throws RunnerException if the place is beyond the end or the disk refuses
  public Part read(long fromByte, int maxBytes) {
    final long end = length;
    if (fromByte > end) {
      throw new RunnerException(
          "The log has " + end + " bytes; byte " + fromByte + " is beyond its end.");
    }
    final long start = recordAt(fromByte < 0 ? Math.max(0, end + fromByte) : fromByte, end);
    final int wanted = (int) Math.min(end - start, Math.clamp(maxBytes, 1, 16 << 20));
    byte[] bytes = bytes(start, wanted);
    int whole = lastLineEnd(bytes) + 1;
    while (whole == 0 && wanted > 0) {
      // The first record is longer than what was asked for.
      if (bytes.length >= MAX_RECORD || bytes.length == end - start) {
        throw new RunnerException("The log " + file + " has no record at byte " + start + ".");
      }
      bytes = bytes(start, (int) Math.min(end - start, Math.max(2048, bytes.length * 4L)));
      whole = firstLineEnd(bytes) + 1;
    }
    return new Part(
        java.util.Arrays.copyOf(bytes, whole),
        start,
        start + whole,
        end,
        complete && start + whole == end);
  }

  /// The first place from `from` on at which a record begins, or the end.
  private long recordAt(long from, long end) {
    if (from == 0 || from == end) {
      return from;
    }
    long at = from - 1;
    while (at < end) {
      final byte[] bytes = bytes(at, (int) Math.min(end - at, SCAN));
      final int line = firstLineEnd(bytes);
      if (line >= 0) {
        return at + line + 1;
      }
      at += bytes.length;
    }
    return end;
  }

  /// Records read.
  ///
  /// @param bytes the records as stored, each with its line end
  /// @param start where the first of them begins
  /// @param next where to read on
  /// @param size bytes of the whole log so far
  /// @param end whether the log is complete and nothing follows
  public record Part(byte[] bytes, long start, long next, long size, boolean end) {
    /// The lines in these records.
    ///
    /// @throws RunnerException if a record is no record
    public List<LogLine> lines() {
      return parse(bytes);
    }
  }

  /// The lines in stored records; the end record is no line.
  ///
  /// @throws RunnerException if a record is no record
  public static List<LogLine> parse(byte[] records) {
    final List<LogLine> lines = new ArrayList<>();
    final JsonFactory json = LogRecord.JSON;
    int from = 0;
    for (int i = 0; i < records.length; i++) {
      if (records[i] == '\n') {
        LogRecord.read(json, records, from, i - from).ifPresent(lines::add);
        from = i + 1;
      }
    }
    return lines;
  }

  /// Ends the log with its last record. Readers go on; see [#release].
  @Override
  public void close() {
    if (writing && !complete) {
      final byte[] end = LogRecord.END.getBytes(StandardCharsets.UTF_8);
      if (end.length > buffer.length - buffered) {
        flush();
      }
      System.arraycopy(end, 0, buffer, buffered, end.length);
      buffered += end.length;
      flush();
      complete = true;
    }
  }

  /// Closes the file itself, when nobody reads any more.
  public void release() {
    close();
    try {
      channel.close();
    } catch (IOException e) {
      throw new RunnerException("Cannot close the log " + file + ": " + e, e);
    }
  }

  private void measure() throws IOException {
    long end = channel.size();
    int line = -1;
    while (end > 0 && line < 0) {
      final long from = Math.max(0, end - SCAN);
      final byte[] tail = bytes(from, (int) (end - from));
      line = lastLineEnd(tail);
      if (line >= 0) {
        length = from + line + 1;
      }
      end = from;
    }
    final int endRecord = LogRecord.END.length();
    complete =
        length >= endRecord
            && new String(bytes(length - endRecord, endRecord), StandardCharsets.UTF_8)
                .equals(LogRecord.END);
  }

  private byte[] bytes(long from, int count) {
    final ByteBuffer bytes = ByteBuffer.allocate(count);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, from + bytes.position()) < 0) {
          throw new RunnerException("The log " + file + " became shorter while it was read.");
        }
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot read the log " + file + ": " + e, e);
    }
    return bytes.array();
  }

  private static int lastLineEnd(byte[] bytes) {
    int i = bytes.length - 1;
    while (i >= 0 && bytes[i] != '\n') {
      i--;
    }
    return i;
  }

  private static int firstLineEnd(byte[] bytes) {
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
