package io.peerdeck.workflow;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Reports what has the right shape and can do nothing: events that cannot start it, excludes that
/// exclude nothing, variables that no shell can name.
final class LintCheck {
  private final Findings findings;

  private LintCheck(Findings findings) {
    this.findings = findings;
  }

  static void check(WorkflowTemplate workflow, Findings findings) {
    LintCheck check = new LintCheck(findings);
    workflow.root().get("on").ifPresent(on -> EventCheck.check(on, findings));
    workflow.root().get("env").ifPresent(check::env);
    for (JobTemplate job : workflow.jobs()) {
      job.keys().get("env").ifPresent(check::env);
      for (JobTemplate.StepTemplate step : job.steps()) {
        step.keys().get("env").ifPresent(check::env);
      }
      job.keys()
          .mapping("strategy")
          .flatMap(strategy -> strategy.mapping("matrix"))
          .ifPresent(check::matrix);
    }
  }

  private void env(Token env) {
    if (env instanceof Token.Members variables) {
      for (Token.Member member : variables.members()) {
        if (member.key() instanceof Token.Literal name
            && name.text().chars().anyMatch(LintCheck::isNoNamePart)) {
          findings.doubtful(
              name.at(),
              "No program can ask for the variable '%s'; leave out =, & and blanks"
                  .formatted(name.text()));
        }
      }
    }
  }

  private static boolean isNoNamePart(int character) {
    return character == '=' || character == '&' || Character.isWhitespace(character);
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
