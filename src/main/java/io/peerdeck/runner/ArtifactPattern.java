package io.peerdeck.runner;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/// The `pattern` of download-artifact, by the rules of
/// [minimatch](https://github.com/isaacs/minimatch) as far as they concern a name: `*`, `?`,
/// `[a-c]`, `[!a]`, `{a,b}`, and `!` before all of it.
final class ArtifactPattern {
  private ArtifactPattern() {}

  /// Whether a name is asked for; every name by an empty pattern.
  ///
  /// @throws RunnerException if it is no pattern, saying why
  static Predicate<String> of(String pattern) {
    if (pattern.isEmpty()) {
      return name -> true;
    }
    final boolean not = pattern.startsWith("!");
    try {
      final Pattern regex = Pattern.compile(regex(not ? pattern.substring(1) : pattern));
      return name -> not != regex.matcher(name).matches();
    } catch (PatternSyntaxException e) {
      throw new RunnerException(
          "The pattern \"" + pattern + "\" is none for names: " + e.getDescription() + ".", e);
    }
  }

  private static String regex(String glob) {
    final StringBuilder regex = new StringBuilder();
    int open = 0;
    for (int at = 0; at < glob.length(); at++) {
      final char letter = glob.charAt(at);
      final int end = glob.indexOf(']', at + 2);
      if (letter == '*') {
        regex.append(".*");
      } else if (letter == '?') {
        regex.append('.');
      } else if (letter == '[' && end > 0) {
        regex.append(letters(glob.substring(at + 1, end)));
        at = end;
      } else if (letter == '{' && glob.indexOf('}', at) > 0) {
        open++;
        regex.append("(?:");
      } else if (letter == '}' && open > 0) {
        open--;
        regex.append(')');
      } else if (letter == ',' && open > 0) {
        regex.append('|');
      } else {
        regex.append(Pattern.quote(String.valueOf(letter)));
      }
    }
    return regex.toString();
  }

  /// What stands between square brackets: letters and ranges of them.
  private static String letters(String inside) {
    final boolean not = inside.startsWith("!") || inside.startsWith("^");
    final String escaped =
        (not ? inside.substring(1) : inside).replaceAll("[\\\\\\[\\]&^~]", "\\\\$0");
    return (not ? "[^" : "[") + escaped + "]";
  }
}
