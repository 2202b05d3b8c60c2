package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Reports what of `on` has the right shape and can do nothing: filters that exclude each other,
/// patterns that fit no name, schedules without times, defaults that are never used.
final class EventCheck {
  private static final int MAX_DISPATCH_INPUTS = 25;
  private static final String INPUTS = "inputs";
  private static final String SCHEDULE = "schedule";
  private static final Set<String> REFS =
      Set.of("branches", "branches-ignore", "tags", "tags-ignore");
  private static final Set<String> PATHS = Set.of("paths", "paths-ignore");
  private static final String IGNORE = "-ignore";

  private final Findings findings;

  private EventCheck(Findings findings) {
    this.findings = findings;
  }

  static void check(Token on, Findings findings) {
    EventCheck check = new EventCheck(findings);
    switch (on) {
      case Token.Literal name -> check.timeless(name);
      case Token.Items names -> names.items().forEach(check::timeless);
      case Token.Members events ->
          events
              .members()
              .forEach(
                  event ->
                      TemplateCheck.literal(event.key())
                          .ifPresent(name -> check.event(name, event.value())));
      default -> {}
    }
  }

  private void timeless(Token name) {
    if (name instanceof Token.Literal event && event.text().equals(SCHEDULE)) {
      findings.doubtful(event.at(), "A schedule without cron starts nothing; name its times");
    }
  }

  private void event(Token.Literal event, Token value) {
    if (event.text().equals(SCHEDULE) && value instanceof Token.Items times) {
      times.items().forEach(this::time);
    }
    if (!(value instanceof Token.Members keys)) {
      return;
    }
    for (Token.Member member : keys.members()) {
      if (member.key() instanceof Token.Literal key) {
        key(event, key, member.value());
      }
    }
    exclusive(keys);
    keys.mapping(INPUTS).ifPresent(inputs -> inputs(event, inputs));
  }

  private void key(Token.Literal event, Token.Literal key, Token value) {
    switch (event.text()) {
      case String name when EventCatalog.ignoresFilters(name) -> ignored(event, key);
      case "workflow_dispatch" -> {
        if (!key.text().equals(INPUTS)) {
          ignored(event, key);
        }
      }
      default -> filter(key.text(), value);
    }
  }

  private void ignored(Token.Literal event, Token.Literal key) {
    findings.doubtful(
        key.at(), "'%s' of %s is ignored; remove it".formatted(key.text(), event.text()));
  }

  private void exclusive(Token.Members filters) {
    List<String> before = new ArrayList<>();
    for (Token.Member member : filters.members()) {
      if (!(member.key() instanceof Token.Literal(Position at, Value key))) {
        continue;
      }
      String name = key.text();
      String plain = name.replace(IGNORE, "");
      String other = name.endsWith(IGNORE) ? plain : name + IGNORE;
      if ((REFS.contains(name) || PATHS.contains(name)) && before.contains(other)) {
        findings.unsupported(
            at,
            "you may only define one of `%1$s` and `%1$s-ignore` for a single event; join them in one list with ! before what is left out"
                .formatted(plain));
      }
      before.add(name);
    }
  }

  private void inputs(Token.Literal event, Token.Members inputs) {
    boolean dispatch = event.text().equals("workflow_dispatch");
    int count = inputs.members().size();
    if (dispatch && count > MAX_DISPATCH_INPUTS) {
      findings.unsupported(
          event.at(),
          "A workflow may have at most %d inputs, not %d".formatted(MAX_DISPATCH_INPUTS, count));
    }
    if (event.text().equals("workflow_call")) {
      for (Token.Member input : inputs.members()) {
        if (input.value() instanceof Token.Members definition) {
          unused(definition);
        }
      }
    }
  }

  /// Whether an input has a default that no call can leave it to.
  private void unused(Token.Members definition) {
    Optional<Token> given = definition.get("default");
    if (given.isEmpty()) {
      return;
    }
    boolean required =
        definition
            .get("required")
            .flatMap(TemplateCheck::literal)
            .filter(literal -> literal.value().isTruthy())
            .isPresent();
    if (required) {
      findings.doubtful(
          given.get().at(),
          "The default of an input that must be given is never used; remove it or 'required'");
    }
  }

  private void time(Token item) {
    if (item instanceof Token.Members time) {
      time.get("cron")
          .flatMap(TemplateCheck::literal)
          .filter(cron -> CronMinutes.isTooOften(cron.text()))
          .ifPresent(
              cron ->
                  findings.doubtful(
                      cron.at(),
                      "A schedule runs every five minutes at most, and '%s' asks for more"
                          .formatted(cron.text())));
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
}
