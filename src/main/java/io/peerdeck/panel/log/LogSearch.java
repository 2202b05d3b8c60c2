package io.peerdeck.panel.log;

import io.peerdeck.panel.bridge.NodeBridge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The lines of a log that contain a text, kept up to date while lines come in. The first scan
/// runs on a virtual thread.
final class LogSearch {
  private final NodeBridge bridge;
  private final Runnable changed;
  private String wanted = "";
  private List<Long> hits = new ArrayList<>();
  private Set<Long> hitSet = new HashSet<>();
  private int current = -1;

  LogSearch(NodeBridge bridge, Runnable changed) {
    this.bridge = bridge;
    this.changed = changed;
  }

  void look(String text, List<LogLines.Numbered> lines) {
    wanted = text.toLowerCase(Locale.ROOT);
    reset();
    if (wanted.isEmpty()) {
      changed.run();
      return;
    }
    String asked = wanted;
    List<LogLines.Numbered> copy = List.copyOf(lines);
    bridge.work(
        () -> {
          List<Long> found = new ArrayList<>();
          for (LogLines.Numbered line : copy) {
            if (matches(line, asked)) {
              found.add(line.number());
            }
          }
          bridge.post(this, () -> found(asked, found));
        });
  }

  /// Lines that came in after the search began.
  void more(List<LogLines.Numbered> lines) {
    if (wanted.isEmpty()) {
      return;
    }
    for (LogLines.Numbered line : lines) {
      if (matches(line, wanted) && hitSet.add(line.number())) {
        hits.add(line.number());
      }
    }
    changed.run();
  }

  void reset() {
    hits = new ArrayList<>();
    hitSet = new HashSet<>();
    current = -1;
  }

  boolean isHit(long number) {
    return hitSet.contains(number);
  }

  boolean active() {
    return !wanted.isEmpty();
  }

  int count() {
    return hits.size();
  }

  /// The place of the current hit, from 1; 0 when there is none.
  int place() {
    return current + 1;
  }

  /// Goes `step` hits on, round at the ends, and returns its line number, or -1 without hits.
  long go(int step) {
    if (hits.isEmpty()) {
      return -1;
    }
    current = Math.floorMod(current < 0 && step < 0 ? -1 : current + step, hits.size());
    changed.run();
    return hits.get(current);
  }

  private void found(String asked, List<Long> found) {
    if (!asked.equals(wanted)) {
      return;
    }
    // What came in while the scan ran was added by more(): keep both, in order.
    found.stream().filter(hitSet::add).forEach(hits::add);
    Collections.sort(hits);
    changed.run();
  }

  private static boolean matches(LogLines.Numbered line, String wanted) {
    return line.line().text().toLowerCase(Locale.ROOT).contains(wanted);
  }
}
