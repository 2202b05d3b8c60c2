package io.peerdeck.node;

import io.peerdeck.workflow.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Which secrets a job names. Found in the file's text, in the job's own lines and in those before
/// the first job and after none: so every place of an expression counts, also one this version
/// cannot run. A name that is made up while the job runs is not seen; it gives a secret that was
/// granted, or nothing.
final class SecretNames {
  private static final Pattern NAMED =
      Pattern.compile(
          "\\bsecrets\\s*(?:\\.\\s*([A-Za-z_][A-Za-z0-9_-]*)|\\[\\s*'([A-Za-z_][A-Za-z0-9_-]*)'\\s*\\])",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{.*?\\}\\}", Pattern.DOTALL);
  private static final Pattern CONDITION = Pattern.compile("(?m)^[\\s-]*if\\s*:.*$");

  private SecretNames() {}

  /// The names, in upper case.
  ///
  /// @param jobs all of the file
  static Set<String> in(String text, Map<String, Job> jobs, String job) {
    List<Integer> starts = new ArrayList<>();
    jobs.values().forEach(each -> starts.add(each.position().line()));
    int first = starts.stream().mapToInt(Integer::intValue).min().orElse(1);
    Job wanted = jobs.get(job);
    int begin = wanted == null ? 1 : wanted.position().line();
    int end = starts.stream().mapToInt(Integer::intValue).filter(l -> l > begin).min().orElse(0);
    StringBuilder lines = new StringBuilder();
    int number = 0;
    for (String line : text.split("\n", -1)) {
      number++;
      if (number < first || (number >= begin && (end == 0 || number < end))) {
        lines.append(line).append('\n');
      }
    }
    Set<String> names = new TreeSet<>();
    for (Pattern place : List.of(EXPRESSION, CONDITION)) {
      Matcher found = place.matcher(lines);
      while (found.find()) {
        addNames(found.group(), names);
      }
    }
    return names;
  }

  private static void addNames(String expression, Set<String> names) {
    Matcher named = NAMED.matcher(expression);
    while (named.find()) {
      String name = named.group(1) == null ? named.group(2) : named.group(1);
      names.add(name.toUpperCase(Locale.ROOT));
    }
  }
}
