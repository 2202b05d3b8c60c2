package io.peerdeck.runner;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// One pattern of `path` inputs and `hashFiles`: `*`, `?`, `[…]`, `**`, and `!` in front to
/// exclude. A pattern that matches a folder matches all that is in it.
/// ([glob](https://github.com/actions/toolkit/tree/main/packages/glob))
///
/// @param excludes whether matches are taken away
/// @param base the longest part without wildcards: where a search begins
/// @param regex over absolute paths
record GlobPattern(boolean excludes, Path base, Pattern regex) {
  private static final int MAX_LENGTH = 4096;

  /// Reads patterns, one a line; empty lines and lines that begin with `#` are skipped.
  ///
  /// @throws RunnerException if one leaves the workspace or is no pattern
  static List<GlobPattern> parse(List<String> lines, JobFolder folder, String what) {
    final List<GlobPattern> patterns = new ArrayList<>();
    for (final String line : lines) {
      final String text = line.strip();
      if (!text.isEmpty() && !text.startsWith("#")) {
        patterns.add(parse(text, folder, what));
      }
    }
    return patterns;
  }

  private static GlobPattern parse(String line, JobFolder folder, String what) {
    boolean excludes = false;
    String text = line;
    while (text.startsWith("!")) {
      excludes = !excludes;
      text = text.substring(1).stripLeading();
    }
    if (text.length() > MAX_LENGTH || text.indexOf('\0') >= 0) {
      throw new RunnerException(
          what + ": a pattern is at most " + MAX_LENGTH + " characters, without NUL.");
    }
    if (text.equals("~") || text.startsWith("~/")) {
      text = folder.home() + text.substring(1);
    }
    Path base = text.startsWith("/") ? Path.of("/") : folder.workspace();
    final StringBuilder regex = new StringBuilder();
    boolean literal = true;
    boolean afterStars = false;
    for (final String segment : text.split("/+")) {
      if (segment.isEmpty() || segment.equals(".")) {
        continue;
      }
      if (literal && !isWild(segment)) {
        base = base.resolve(segment.replaceAll("\\\\(.)", "$1")).normalize();
      } else if (segment.equals("..")) {
        throw new RunnerException(what + ": \"" + line + "\" has .. after a wildcard.");
      } else {
        literal = false;
        if (segment.equals("**")) {
          regex.append(afterStars ? "" : "(/[^/]+)*");
        } else {
          regex.append('/').append(segment(segment, what));
        }
        afterStars = segment.equals("**");
      }
    }
    if (!base.startsWith(folder.workspace())
        && !base.startsWith(folder.temp())
        && !base.startsWith(folder.home())) {
      throw new RunnerException(
          what
              + ": \""
              + line
              + "\" leaves the job's folders; name files inside the workspace or RUNNER_TEMP.");
    }
    return new GlobPattern(
        excludes,
        base,
        Pattern.compile(Pattern.quote(base.toString()) + regex + "(/.*)?", Pattern.DOTALL));
  }

  private static boolean isWild(String segment) {
    return segment.matches(".*(?<!\\\\)[*?\\[].*");
  }

  private static String segment(String glob, String what) {
    final StringBuilder regex = new StringBuilder();
    for (int i = 0; i < glob.length(); i++) {
      final char c = glob.charAt(i);
      switch (c) {
        case '*' -> {
          if (i == 0 || glob.charAt(i - 1) != '*') {
            regex.append("[^/]*");
          }
        }
        case '?' -> regex.append("[^/]");
        case '[' -> {
          final int end = glob.indexOf(']', i + 2);
          if (end < 0) {
            regex.append("\\[");
          } else {
            final String inside = glob.substring(i + 1, end);
            final boolean not = inside.startsWith("!") || inside.startsWith("^");
            regex
                .append(not ? "[^/" : "[")
                .append(
                    (not ? inside.substring(1) : inside).replaceAll("([\\\\\\[\\]&^])", "\\\\$1"))
                .append(']');
            i = end;
          }
        }
        case '\\' -> {
          if (++i >= glob.length()) {
            throw new RunnerException(what + ": \"" + glob + "\" ends in a backslash.");
          }
          regex.append(Pattern.quote(String.valueOf(glob.charAt(i))));
        }
        default -> regex.append(Pattern.quote(String.valueOf(c)));
      }
    }
    return regex.toString();
  }

  /// Whether an absolute path matches.
  boolean matches(Path path) {
    return regex.matcher(path.toString()).matches();
  }
}
