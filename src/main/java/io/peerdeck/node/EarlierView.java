package io.peerdeck.node;

import java.time.Instant;
import java.util.List;

/// What the earlier system kept of GitHub's answers, as far as its own hashes hold.
///
/// @param entries those that do
/// @param refused those that do not
public record EarlierView(List<Entry> entries, List<Refused> refused) {
  /// Copies the lists.
  public EarlierView {
    entries = List.copyOf(entries);
    refused = List.copyOf(refused);
  }

  /// An answer of which only the question is used.
  ///
  /// @param key as it was asked
  /// @param written when, by the writer's time
  /// @param rung `T0`: nobody this node knows says so
  /// @param question the path that asks the same today; empty where none does
  /// @param state `not asked`, `asked`, or why GitHub does not answer now
  public record Entry(String key, Instant written, String rung, String question, String state) {}

  /// A file that was left out.
  ///
  /// @param file its name
  /// @param why in a sentence
  public record Refused(String file, String why) {}
}
