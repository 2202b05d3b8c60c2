package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reports what has the right shape and can do nothing: empty lists, patterns that fit no name,
/// excludes that exclude nothing.
final class LintCheck {
  private static final int MAX_DISPATCH_INPUTS = 25;
  private static final Set<String> REFS =
      Set.of("branches", "branches-ignore", "tags", "tags-ignore");
  private static final Set<String> PATHS = Set.of("paths", "paths-ignore");

  private final Findings findings;

  private LintCheck(Findings findings) {
    this.findings = findings;
  }

  static void check(WorkflowTemplate workflow, Findings findings) {
    LintCheck check = new LintCheck(findings);
    workflow.root().mapping("on").ifPresent(check::events);
    for (JobTemplate job : workflow.jobs()) {
      job.keys()
          .mapping("strategy")
          .flatMap(strategy -> strategy.mapping("matrix"))
          .ifPresent(check::matrix);
    }
  }

  private void events(Token.Members events) {
    for (Token.Member event : events.members()) {
      if (!(event.value() instanceof Token.Members filters)) {
        continue;
      }
      for (Token.Member filter : filters.members()) {
        if (filter.key() instanceof Token.Literal key) {
          filter(key.text(), filter.value());
        }
      }
      if (filters.mapping("inputs").isPresent()
          && event.key() instanceof Token.Literal name
          && name.text().equals("workflow_dispatch")) {
        int count = filters.mapping("inputs").get().members().size();
        if (count > MAX_DISPATCH_INPUTS) {
          findings.unsupported(
              name.at(),
              "A workflow may have at most %d inputs, not %d"
                  .formatted(MAX_DISPATCH_INPUTS, count));
        }
      }
    }
  }

  private void filter(String key, Token value) {
    if (value instanceof Token.Items(Position at, List<Token> items) && items.isEmpty()) {
      findings.doubtful(at, "'" + key + "' names nothing; name something or remove it");
    }
    boolean refs = REFS.contains(key);
    if (!refs && !PATHS.contains(key)) {
      return;
    }
    for (Token.Literal pattern : literals(value)) {
      try {
        GlobPattern ignored = GlobPattern.of(pattern.text());
        wrong(pattern.text(), refs).ifPresent(reason -> findings.doubtful(pattern.at(), reason));
      } catch (WorkflowException refused) {
        findings.unsupported(pattern.at(), String.valueOf(refused.getMessage()));
      }
    }
  }

  /// Why no branch, tag or path can fit a pattern.
  private static Optional<String> wrong(String pattern, boolean refs) {
    String bare = pattern.startsWith("!") ? pattern.substring(1) : pattern;
    if (!bare.equals(bare.strip())) {
      return Optional.of(
          "The pattern '" + pattern + "' begins or ends with a blank, which no name does");
    }
    if (refs) {
      for (char none : new char[] {' ', '~', '^', ':'}) {
        if (bare.indexOf(none) >= 0) {
          return Optional.of(
              "The pattern '%s' has '%s', which no branch or tag has (see git-check-ref-format); regular expressions are not read"
                  .formatted(pattern, none));
        }
      }
      if (bare.startsWith("/") || bare.endsWith("/") || bare.contains("//") || bare.endsWith(".")) {
        return Optional.of(
            "The pattern '"
                + pattern
                + "' fits no branch or tag: none begins or ends with / or ends with a dot");
      }
      return Optional.empty();
    }
    for (String part : bare.split("/", -1)) {
      if (part.equals(".") || part.equals("..")) {
        return Optional.of(
            "The pattern '" + pattern + "' has '" + part + "', which no path of a repository has");
      }
    }
    return Optional.empty();
  }

  private static List<Token.Literal> literals(Token value) {
    List<Token.Literal> literals = new ArrayList<>();
    if (value instanceof Token.Literal literal) {
      literals.add(literal);
    } else if (value instanceof Token.Items items) {
      items.items().forEach(item -> TemplateCheck.literal(item).ifPresent(literals::add));
    }
    return literals;
  }

  private void matrix(Token.Members matrix) {
    if (matrix.get("exclude").orElse(null) instanceof Token.Items excludes
        && !matrix.hasExpression()) {
      for (Token exclude : excludes.items()) {
        if (exclude instanceof Token.Members filter) {
          filter.members().forEach(member -> excluded(matrix, member));
        }
      }
    }
  }

  private void excluded(Token.Members matrix, Token.Member filter) {
    if (!(filter.key() instanceof Token.Literal key)
        || !(matrix.get(key.text()).orElse(null) instanceof Token.Items axis)) {
      return;
    }
    if (axis.items().stream().noneMatch(value -> fits(filter.value(), value))) {
      Set<String> values = new HashSet<>();
      axis.items().stream()
          .map(TemplateCheck::literal)
          .flatMap(Optional::stream)
          .forEach(value -> values.add(value.text()));
      findings.doubtful(
          filter.value().at(),
          "The exclude has a value for '%s' that the matrix does not have, and so leaves out nothing%s"
              .formatted(
                  key.text(),
                  values.isEmpty() ? "" : "; its values are " + String.join(", ", values)));
    }
  }

  /// Whether a value of an exclude fits one of the matrix: a mapping fits if its own members do.
  private static boolean fits(Token filter, Token value) {
    if (filter instanceof Token.Members wanted && value instanceof Token.Members members) {
      return wanted.members().stream()
          .allMatch(
              member ->
                  member.key() instanceof Token.Literal key
                      && members
                          .get(key.text())
                          .filter(found -> fits(member.value(), found))
                          .isPresent());
    }
    if (filter instanceof Token.Items wanted && value instanceof Token.Items list) {
      boolean same = wanted.items().size() == list.items().size();
      for (int i = 0; same && i < list.items().size(); i++) {
        same = fits(wanted.items().get(i), list.items().get(i));
      }
      return same;
    }
    return filter instanceof Token.Literal wanted
        && value instanceof Token.Literal literal
        && Comparing.equal(wanted.value(), literal.value());
  }
}
