package io.peerdeck.workflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/// Checks that the jobs of a file can be started one after the other, in GitHub's words and order.
final class NeedsCheck {
  private final Findings findings;

  NeedsCheck(Findings findings) {
    this.findings = findings;
  }

  /// Jobs that wait for none, and jobs that can never start.
  void check(Token.Members mapping, List<JobTemplate> jobs) {
    Deque<String> ready = new ArrayDeque<>();
    List<JobTemplate> waiting = new ArrayList<>();
    List<List<Token.Literal>> open = new ArrayList<>();
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (JobTemplate job : jobs) {
      names.add(job.id().text());
      if (job.needs().isEmpty()) {
        ready.add(job.id().text());
      } else {
        waiting.add(job);
        open.add(new ArrayList<>(job.needs()));
      }
    }
    if (ready.isEmpty()) {
      refuse(mapping, "The workflow must contain at least one job with no dependencies.");
      return;
    }
    Set<String> started = new HashSet<>();
    while (!ready.isEmpty()) {
      String next = ready.poll();
      for (int i = 0; i < waiting.size(); i++) {
        List<Token.Literal> left = open.get(i);
        left.removeIf(need -> need.text().equalsIgnoreCase(next));
        String id = waiting.get(i).id().text();
        if (left.isEmpty() && started.add(id.toLowerCase(Locale.ROOT))) {
          ready.add(id);
        }
      }
    }
    for (int i = 0; i < waiting.size(); i++) {
      String id = waiting.get(i).id().text();
      for (Token.Literal need : open.get(i)) {
        if (names.contains(need.text())) {
          refuse(
              need,
              "Job '%s' depends on job '%s' which creates a cycle in the dependency graph."
                  .formatted(id, need.text()));
        } else {
          findings.github(
              need.at(),
              need.at(),
              "Job '" + id + "' depends on unknown job '" + need.text() + "'.",
              Findings.nearest(need.text(), names)
                  .map(near -> " Did you mean '" + near + "'?")
                  .orElse(""));
        }
      }
    }
  }

  private void refuse(Token at, String message) {
    findings.github(at.at(), at.at(), message);
  }
}
