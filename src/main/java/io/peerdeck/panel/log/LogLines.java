package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.ObservableListBase;

/// The newest lines of a log in a ring of fixed size: whatever a job writes, the panel's memory has
/// a bound. Lines keep their number in the whole log.
public final class LogLines extends ObservableListBase<LogLines.Numbered> {
  /// A line and its number in the whole log, from 1.
  public record Numbered(long number, LogChunk.Line line) {}

  private final Numbered[] ring;
  private int first;
  private int size;
  private long written;

  public LogLines(int capacity) {
    ring = new Numbered[capacity];
  }

  @Override
  public Numbered get(int index) {
    return ring[(first + java.util.Objects.checkIndex(index, size)) % ring.length];
  }

  @Override
  public int size() {
    return size;
  }

  /// Lines written in all, those no longer kept included.
  public long written() {
    return written;
  }

  public long forgotten() {
    return written - size;
  }

  public void append(List<LogChunk.Line> lines) {
    if (lines.isEmpty()) {
      return;
    }
    int skipped = Math.max(0, lines.size() - ring.length);
    int fresh = lines.size() - skipped;
    int dropped = Math.max(0, size + fresh - ring.length);
    beginChange();
    if (dropped > 0) {
      List<Numbered> gone = new ArrayList<>(dropped);
      for (int i = 0; i < dropped; i++) {
        gone.add(get(i));
      }
      first = (first + dropped) % ring.length;
      size -= dropped;
      nextRemove(0, gone);
    }
    written += skipped;
    int from = size;
    for (LogChunk.Line line : lines.subList(skipped, lines.size())) {
      ring[(first + size) % ring.length] = new Numbered(++written, line);
      size++;
    }
    nextAdd(from, size);
    endChange();
  }

  public void clearAll() {
    List<Numbered> gone = new ArrayList<>(this);
    beginChange();
    first = 0;
    size = 0;
    written = 0;
    if (!gone.isEmpty()) {
      nextRemove(0, gone);
    }
    endChange();
  }
}
