package io.peerdeck.runner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The values that must not leave the peer in a log line: each as a whole, each of its lines, and
/// the whole in the forms of [MaskForms]. Longer values are replaced first, so that a value that
/// contains another leaves no remainder. Nothing more is promised: a program can always tell a
/// value in a form of its own.
final class Masks {
  private static final String STARS = "***";
  private static final int MAX_VALUES = 10_000;
  // Shorter, an encoded form could be any four characters.
  private static final int MIN_ENCODED = 4;

  private final List<String> values = new ArrayList<>();
  private final Set<String> known = new HashSet<>();
  private int longest;

  /// Adds a value; blank ones and lines of less than two characters are left alone, else every log
  /// would be stars.
  void add(String value) {
    addOne(value.strip());
    value.lines().map(String::strip).forEach(this::addOne);
    if (value.length() >= MIN_ENCODED) {
      MaskForms.of(value).forEach(this::addOne);
    }
    values.sort(Comparator.comparingInt(String::length).reversed());
  }

  private void addOne(String value) {
    if (value.length() < 2 || !known.add(value)) {
      return;
    }
    if (values.size() >= MAX_VALUES) {
      throw new RunnerException("More than " + MAX_VALUES + " masked values in one job.");
    }
    values.add(value);
    longest = Math.max(longest, value.length());
  }

  /// The text with every value replaced by three stars.
  String apply(String text) {
    String masked = text;
    for (final String value : values) {
      if (masked.contains(value)) {
        masked = masked.replace(value, STARS);
      }
    }
    return masked;
  }

  /// Whether a value occurs in the text.
  boolean touches(String text) {
    return values.stream().anyMatch(text::contains);
  }

  /// Bytes of UTF-8 that a part of a longer line must keep back, so that a value across the cut is
  /// seen whole.
  int reach() {
    return longest * 3;
  }

  /// The last place at or before `cut` that lies in no value.
  int safeCut(String text, int cut) {
    int safe = cut;
    boolean moved = true;
    while (moved) {
      moved = false;
      for (final String value : values) {
        final int at = text.indexOf(value, Math.max(0, safe - value.length() + 1));
        if (at > 0 && at < safe && at + value.length() > safe) {
          safe = at;
          moved = true;
        }
      }
    }
    return safe;
  }
}
