package io.peerdeck.panel.log;

import java.util.Map;
import java.util.TreeMap;

/// Which lines of a log are rows on the screen: all, or those of one step, without what is folded.
/// Only on the FX thread.
final class LogRows {
  /// Folds are made by hand; each lookup passes over all of them.
  static final int MOST_FOLDS = 1000;

  private final TreeMap<Long, Long> folds = new TreeMap<>();
  private long lines;
  private long from;
  private long to = Long.MAX_VALUE;

  void lines(long count) {
    lines = count;
  }

  long lines() {
    return lines;
  }

  /// Shows only lines from `first` up to and without `end`.
  void only(long first, long end) {
    from = first;
    to = end;
  }

  void all() {
    only(0, Long.MAX_VALUE);
  }

  void clear() {
    all();
    folds.clear();
    lines = 0;
  }

  /// Hides lines from `first` up to and without `end`; folds inside it become part of it.
  void fold(long first, long end) {
    if (end <= first || folds.size() >= MOST_FOLDS) {
      return;
    }
    folds.subMap(first, true, end, false).clear();
    folds.put(first, end);
  }

  void unfold(long first) {
    folds.remove(first);
  }

  boolean folded(long first) {
    return folds.containsKey(first);
  }

  /// Whether a line is among those shown, folded or not.
  boolean holds(long line) {
    return line >= from && line < to;
  }

  /// The first line shown.
  long first() {
    return from;
  }

  /// Makes a line visible that a fold hides.
  void reveal(long line) {
    Map.Entry<Long, Long> fold = folds.floorEntry(line);
    if (fold != null && line < fold.getValue()) {
      folds.remove(fold.getKey());
    }
  }

  long count() {
    return rowOf(end());
  }

  /// The line after the last shown.
  long end() {
    return Math.max(from, Math.min(lines, to));
  }

  /// The row of a line; for a hidden line, of the next that is shown.
  long rowOf(long line) {
    long row = Math.clamp(line, from, end()) - from;
    for (Map.Entry<Long, Long> fold : folds.entrySet()) {
      if (fold.getKey() >= line) {
        break;
      }
      row -= overlap(fold, Math.min(line, end()));
    }
    return row;
  }

  private long overlap(Map.Entry<Long, Long> fold, long before) {
    long first = Math.max(fold.getKey(), from);
    long last = Math.min(fold.getValue(), before);
    return Math.max(0, last - first);
  }

  /// The line shown in a row.
  long lineOf(long row) {
    long line = from + row;
    for (Map.Entry<Long, Long> fold : folds.entrySet()) {
      if (fold.getValue() <= from) {
        continue;
      }
      if (Math.max(fold.getKey(), from) > line) {
        break;
      }
      line += fold.getValue() - Math.max(fold.getKey(), from);
    }
    return line;
  }
}
