package io.peerdeck.panel.gallery;

import io.peerdeck.node.LogChunk;
import java.time.Instant;
import java.util.List;

/// A log with everything a log can have: groups, colours, remarks, long lines.
final class SampleLog {
  static final List<String> STEPS = List.of("Check out", "Read the shops", "Merge");

  private record Kind(String level, String text) {}

  private static final List<Kind> KINDS =
      List.of(
          new Kind("group", "Read shop %d"),
          new Kind("plain", "\u001B[32mok\u001B[0m eu \u001B[1;34m1204\u001B[0m rows of shop %d"),
          new Kind("plain", "\u001B[33mslow\u001B[0m us 998 rows, \u001B[31m9 missing\u001B[0m"),
          new Kind("debug", "cursor at row %d"),
          new Kind("endgroup", ""),
          new Kind("plain", "shop %d: " + "a long line of words that goes on and on ".repeat(5)),
          new Kind("notice", "40 rows of shop %d are left out"),
          new Kind("warning", "shop %d answers slowly"),
          new Kind("error", "shop.py: no price in row %d"),
          new Kind("plain", "\u001B[35mnext\u001B[0m \u001B[4mhttps://shop.example/%d\u001B[0m"));

  private SampleLog() {}

  static LogChunk.Line line(long number, Instant now) {
    Kind kind = KINDS.get((int) (number % KINDS.size()));
    int step = 1 + (int) (number * STEPS.size() / 2_001);
    return new LogChunk.Line(
        number,
        now.minusSeconds(2_000 - number),
        step,
        "out",
        kind.level(),
        kind.text().replace("%d", String.valueOf(number / KINDS.size())));
  }
}
