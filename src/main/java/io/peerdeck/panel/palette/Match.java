package io.peerdeck.panel.palette;

import java.util.Locale;

/// How well a few typed letters fit a text. Every typed word has to be found: at the start of a
/// word, else within one, else letter by letter in order (`opq` in *open queue*).
final class Match {
  /// No fit at all.
  static final int NONE = 0;

  private static final int START = 1000;
  private static final int WORD = 600;
  private static final int WITHIN = 300;
  private static final int LETTERS = 100;

  private Match() {}

  /// Higher fits better; [#NONE] does not fit. Long texts fit a little worse than short ones.
  static int score(String typed, String text) {
    String in = text.toLowerCase(Locale.ROOT);
    int sum = 1;
    for (String word : typed.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
      int fit = word.isEmpty() ? 1 : word(word, in);
      if (fit == NONE) {
        return NONE;
      }
      sum += fit;
    }
    return Math.max(1, sum - Math.min(50, in.length() / 4));
  }

  private static int word(String word, String in) {
    int at = in.indexOf(word);
    if (at == 0) {
      return START;
    }
    boolean within = at > 0;
    while (at > 0) {
      if (!Character.isLetterOrDigit(in.charAt(at - 1))) {
        return WORD;
      }
      at = in.indexOf(word, at + 1);
    }
    return within ? WITHIN : letters(word, in);
  }

  /// The letters in order, the first at the start of a word; fewer gaps fit better.
  private static int letters(String word, String in) {
    int best = NONE;
    for (int start = 0; start < in.length(); start++) {
      boolean wordStart = start == 0 || !Character.isLetterOrDigit(in.charAt(start - 1));
      if (wordStart && in.charAt(start) == word.charAt(0)) {
        best = Math.max(best, lettersFrom(word, in, start));
      }
    }
    return best;
  }

  private static int lettersFrom(String word, String in, int start) {
    int at = start;
    for (int i = 1; i < word.length(); i++) {
      at = in.indexOf(word.charAt(i), at + 1);
      if (at < 0) {
        return NONE;
      }
    }
    int gaps = at - start + 1 - word.length();
    return Math.max(1, LETTERS - gaps * 4);
  }
}
