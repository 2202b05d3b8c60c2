package io.peerdeck.workflow;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// What GitHub refuses about a `strategy` whose values are written out.
final class StrategyCheck {
  private final Findings findings;

  private StrategyCheck(Findings findings) {
    this.findings = findings;
  }

  static void check(Token strategy, Findings findings) {
    if (strategy instanceof Token.Members mapping) {
      mapping.mapping("matrix").ifPresent(new StrategyCheck(findings)::matrix);
    }
  }

  private void matrix(Token.Members matrix) {
    boolean vectors = false;
    Set<String> names = new HashSet<>();
    for (Token.Member member : matrix.members()) {
      if (!(member.key() instanceof Token.Literal key)) {
        vectors = true;
        continue;
      }
      switch (key.text()) {
        case "include" ->
            vectors |=
                member.value().hasExpression()
                    || (member.value() instanceof Token.Items items && !items.items().isEmpty());
        case "exclude" -> {}
        default -> {
          vectors = true;
          names.add(key.text().toLowerCase(Locale.ROOT));
          if (member.value() instanceof Token.Items(Position at, List<Token> items)
              && items.isEmpty()) {
            findings.github(
                at, at, "Matrix vector '" + key.text() + "' does not contain any values");
          }
        }
      }
    }
    if (!vectors) {
      findings.github(matrix.at(), matrix.at(), "Matrix must define at least one vector");
    }
    if (!matrix.hasExpression()) {
      matrix.get("exclude").ifPresent(exclude -> exclude(exclude, names));
      matrix.get("include").ifPresent(this::include);
    }
  }

  private void include(Token include) {
    if (include instanceof Token.Items items) {
      items.items().stream()
          .filter(item -> item instanceof Token.Members members && members.members().isEmpty())
          .forEach(
              item ->
                  findings.github(
                      item.at(), item.at(), "Matrix include mapping does not contain any values"));
    }
  }

  private void exclude(Token exclude, Set<String> names) {
    if (!(exclude instanceof Token.Items items)) {
      return;
    }
    for (Token item : items.items()) {
      if (!(item instanceof Token.Members filter)) {
        continue;
      }
      if (filter.members().isEmpty()) {
        findings.github(filter.at(), filter.at(), "Matrix exclude filter must not be empty");
      }
      for (Token.Member member : filter.members()) {
        if (member.key() instanceof Token.Literal key
            && !names.contains(key.text().toLowerCase(Locale.ROOT))) {
          findings.github(
              key.at(),
              key.at(),
              "Matrix exclude key '" + key.text() + "' does not match any key within the matrix");
        }
      }
    }
  }
}
