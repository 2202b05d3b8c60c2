package io.peerdeck.panel.clock;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import java.util.List;
import java.util.stream.Stream;

/// What an entry says, in plain words.
public final class ClockWords {
  private static final Texts TEXTS = Texts.of("clock");

  private static final List<String> KINDS =
      List.of(
          "fleet.created",
          "invite.created",
          "invite.revoked",
          "member.added",
          "member.joined",
          "member.updated",
          "member.removed",
          "run.submitted",
          "run.held",
          "run.released",
          "run.prioritised",
          "run.cancelled",
          "run.adopted",
          "job.assigned",
          "action.vendored",
          "action.removed",
          "job.offered",
          "job.claimed",
          "job.declined",
          "job.finished",
          "job.sealed");

  private ClockWords() {}

  /// `run submitted` for `run.submitted`; a kind of a later version as it is written.
  public static String kind(String kind) {
    return TEXTS.has("kind." + kind) ? TEXTS.get("kind." + kind) : kind;
  }

  /// An entry in a sentence.
  ///
  /// @param about the name of what it is about
  static String row(ClockRow row, String about) {
    return TEXTS.get(
        "row.accessible", what(row), about, row.author().name(), Words.absolute(row.time()));
  }

  /// What happened, and what is unusual about it.
  static String what(ClockRow row) {
    String kind = kind(row.kind());
    return row.marks().isEmpty()
        ? kind
        : TEXTS.get("row.marked", kind, String.join(", ", row.marks()));
  }

  /// The kinds this version knows, in the order of a run's life.
  static Stream<String> kinds() {
    return KINDS.stream();
  }

  public static String key(String key) {
    return Words.shortId(key);
  }
}
