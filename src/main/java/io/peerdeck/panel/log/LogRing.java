package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import java.util.List;
import java.util.Optional;

/// The newest lines of a log without a hole, in a ring bounded by lines and by characters: whatever
/// a job writes, the panel's memory has a bound. Only on the FX thread.
final class LogRing {
  private final LogChunk.Line[] ring;
  private final long mostChars;
  private int first;
  private int size;
  private long chars;
  private long next;

  LogRing(int lines, long mostChars) {
    this.ring = new LogChunk.Line[lines];
    this.mostChars = mostChars;
  }

  /// Takes lines in; after a hole only what follows it is kept.
  void append(List<LogChunk.Line> lines) {
    for (LogChunk.Line line : lines) {
      if (line.number() != next) {
        clear();
      }
      if (size == ring.length) {
        forget();
      }
      ring[(first + size) % ring.length] = line;
      size++;
      chars += line.text().length();
      next = line.number() + 1;
      while (chars > mostChars && size > 1) {
        forget();
      }
    }
  }

  private void forget() {
    chars -= ring[first].text().length();
    first = (first + 1) % ring.length;
    size--;
  }

  Optional<LogChunk.Line> line(long number) {
    long place = number - (next - size);
    return place < 0 || place >= size
        ? Optional.empty()
        : Optional.of(ring[(int) ((first + place) % ring.length)]);
  }

  int size() {
    return size;
  }

  /// The number after the newest line.
  long next() {
    return next;
  }

  void clear() {
    java.util.Arrays.fill(ring, null);
    first = 0;
    size = 0;
    chars = 0;
    next = 0;
  }
}
