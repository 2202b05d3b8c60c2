package io.peerdeck.node;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One system call that `strace -f -y -o FILE` wrote down.
///
/// @param arguments as strace spells them, open files with their paths: `7</data/peerdeck.db-wal>`
/// @param begun the number of the line at which it began
/// @param ended the number of the line at which it returned
record SystemCall(String name, String arguments, int begun, int ended, String result) {
  private static final Pattern WHOLE = Pattern.compile("(\\d+) +(\\w+)\\((.*)\\) += (.*)");
  private static final Pattern BEGUN =
      Pattern.compile("(\\d+) +(\\w+)\\((.*) <unfinished \\.\\.\\.>");
  private static final Pattern ENDED =
      Pattern.compile("(\\d+) +<\\.\\.\\. (\\w+) resumed>(.*)\\) += (.*)");

  /// The calls that returned, in the order in which they began.
  static List<SystemCall> read(List<String> lines) {
    List<SystemCall> calls = new ArrayList<>();
    Map<String, SystemCall> open = new HashMap<>();
    for (int line = 0; line < lines.size(); line++) {
      Matcher whole = WHOLE.matcher(lines.get(line));
      Matcher begun = BEGUN.matcher(lines.get(line));
      Matcher ended = ENDED.matcher(lines.get(line));
      if (ended.matches()) {
        SystemCall start = open.remove(ended.group(1));
        if (start != null && start.name.equals(ended.group(2))) {
          calls.add(
              new SystemCall(
                  start.name, start.arguments + ended.group(3), start.begun, line, ended.group(4)));
        }
      } else if (begun.matches()) {
        open.put(
            begun.group(1), new SystemCall(begun.group(2), begun.group(3), line, line, "unknown"));
      } else if (whole.matches()) {
        calls.add(new SystemCall(whole.group(2), whole.group(3), line, line, whole.group(4)));
      }
    }
    calls.sort(Comparator.comparingInt(SystemCall::begun));
    return calls;
  }

  /// A successful fsync or fdatasync of that very path.
  boolean syncs(String path) {
    return (name.equals("fsync") || name.equals("fdatasync"))
        && arguments.endsWith("<" + path + ">")
        && result.equals("0");
  }

  /// A write of some bytes to that very path.
  boolean writes(String path) {
    return name.contains("write") && arguments.matches("(?s)\\d+<" + Pattern.quote(path) + ">, .*");
  }

  /// A write to standard output.
  boolean prints(String text) {
    return name.equals("write")
        && arguments.matches("(?s)1<[^>]*>, \"" + Pattern.quote(text) + ".*");
  }

  boolean endsBefore(SystemCall other) {
    return ended < other.begun;
  }
}
