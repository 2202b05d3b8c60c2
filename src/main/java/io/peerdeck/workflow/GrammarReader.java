package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Holds a file's YAML against the [Grammar], in GitHub's order and words, and gives it as a
/// [Token].
final class GrammarReader {
  /// Keys of steps that are not offered, and so no advice.
  private static final Set<String> BACKGROUND_STEPS = Set.of("wait", "wait-all", "cancel");

  private final Grammar grammar;
  private final Findings findings;
  private final ScalarReader scalars;
  private final TemplateMemory memory;

  /// @param taken what was read for the same workflow before, as GitHub counts it
  GrammarReader(Findings findings, ReadLimits limits, long taken) {
    this.grammar = Grammar.WORKFLOW;
    this.findings = findings;
    this.scalars = new ScalarReader(findings);
    this.memory = new TemplateMemory(limits, taken);
  }

  /// The file's token; empty if a limit was exceeded, which is then among the findings.
  ///
  /// @param call where another file calls this one
  Optional<Token> read(YamlNode root, Optional<Token.Literal> call) {
    try {
      memory.name(root.at());
      return Optional.of(read(root, grammar.place("workflow", Set.of()), 0));
    } catch (TemplateMemory.LimitExceeded exceeded) {
      call.ifPresentOrElse(
          from ->
              findings.githubOfRun(
                  from.at(),
                  "In %s (Line: %d, Col: %d): Error from called workflow %s: %s"
                      .formatted(
                          from.at().file(),
                          from.at().line(),
                          from.at().column(),
                          from.text(),
                          exceeded.what())),
          () -> findings.githubOfFile(exceeded.at(), exceeded.what(), "; make the file smaller"));
      return Optional.empty();
    }
  }

  /// What was read, and before.
  long bytes() {
    return memory.bytes();
  }

  private Token read(YamlNode node, Grammar.Place place, int depth) {
    return switch (node) {
      case YamlNode.Scalar scalar -> {
        Token token = valid(scalars.read(scalar, place.scope()), place);
        memory.count(token);
        yield token;
      }
      case YamlNode.Sequence sequence -> {
        memory.enter(sequence, depth);
        yield sequence(sequence, place, depth + 1);
      }
      case YamlNode.Mapping mapping -> {
        memory.enter(mapping, depth);
        yield mapping(mapping, place, depth + 1);
      }
    };
  }

  private Token sequence(YamlNode.Sequence sequence, Grammar.Place place, int depth) {
    Optional<Definition.Sequence> definition =
        of(place, Definition.Sequence.class).stream().findFirst();
    List<Token> items = new ArrayList<>();
    if (definition.isEmpty()) {
      findings.github(sequence.at(), sequence.at(), "A sequence was not expected");
      sequence.items().forEach(item -> skip(item, depth));
    } else {
      Grammar.Place inside = grammar.place(definition.get().item(), place.contexts());
      sequence.items().forEach(item -> items.add(read(item, inside, depth)));
    }
    return new Token.Items(sequence.at(), items);
  }

  private Token mapping(YamlNode.Mapping mapping, Grammar.Place place, int depth) {
    List<Definition.Mapping> definitions = of(place, Definition.Mapping.class);
    if (definitions.isEmpty()) {
      findings.github(mapping.at(), mapping.at(), "A mapping was not expected");
      mapping.entries().forEach(entry -> skip(entry.value(), depth));
      return new Token.Members(mapping.at(), List.of());
    }
    List<Token.Member> members = new ArrayList<>();
    Set<String> keys = new HashSet<>();
    boolean expressionKey = false;
    for (YamlNode.Entry entry : mapping.entries()) {
      Token key = scalars.read(entry.key(), place.scope());
      if (!(key instanceof Token.Literal literal)) {
        expressionKey = true;
        expressionEntry(entry, key, definitions, place, depth).ifPresent(members::add);
        continue;
      }
      keys.add(literal.text());
      Optional<String> value = valueOf(literal, definitions);
      if (value.isPresent()) {
        memory.count(text(literal));
        members.add(
            new Token.Member(
                text(literal),
                read(entry.value(), grammar.place(value.get(), place.contexts()), depth)));
      } else {
        Set<String> known = new LinkedHashSet<>();
        definitions.forEach(definition -> known.addAll(definition.keys().keySet()));
        unexpected(literal, known);
        skip(entry.value(), depth);
      }
    }
    if (definitions.size() > 1) {
      findings.github(mapping.at(), mapping.at(), undecided(definitions));
    } else if (!expressionKey) {
      definitions.getFirst().required().stream()
          .filter(key -> keys.stream().noneMatch(key::equalsIgnoreCase))
          .forEach(
              key ->
                  findings.github(
                      mapping.at(), mapping.at(), "Required property is missing: " + key));
    }
    return new Token.Members(mapping.at(), members);
  }

  private Optional<Token.Member> expressionEntry(
      YamlNode.Entry entry,
      Token key,
      List<Definition.Mapping> definitions,
      Grammar.Place place,
      int depth) {
    Position at = entry.key().at();
    if (place.contexts().isEmpty()) {
      findings.github(at, at, "A template expression is not allowed in this context");
      skip(entry.value(), depth);
      return Optional.empty();
    }
    findings.unsupported(
        at, "A key from an expression is not offered on a peer; write its entries out");
    memory.count(key);
    Definition.Mapping only = definitions.getFirst();
    String value =
        definitions.size() == 1 && only.keys().isEmpty() ? only.loose().orElse("any") : "any";
    return Optional.of(
        new Token.Member(key, read(entry.value(), grammar.place(value, place.contexts()), depth)));
  }

  /// The definition of a key's value. A key that only some of several mappings have leaves only
  /// those.
  private Optional<String> valueOf(Token.Literal key, List<Definition.Mapping> definitions) {
    String name = key.text();
    Optional<String> value =
        definitions.stream()
            .map(definition -> Optional.ofNullable(definition.keys().get(name)))
            .flatMap(Optional::stream)
            .findFirst();
    if (value.isPresent()) {
      definitions.removeIf(definition -> !definition.keys().containsKey(name));
      return value;
    }
    Optional<String> loose = definitions.getFirst().loose();
    if (loose.isPresent() && name.isEmpty()) {
      findings.github(key.at(), key.at(), "Unexpected value ''");
    }
    return loose;
  }

  private static String undecided(List<Definition.Mapping> definitions) {
    Map<String, Integer> hits = new TreeMap<>();
    definitions.forEach(
        definition -> definition.keys().keySet().forEach(key -> hits.merge(key, 1, Integer::sum)));
    return "There's not enough info to determine what you meant. Add one of these properties: "
        + hits.entrySet().stream()
            .filter(entry -> entry.getValue() == 1)
            .map(Map.Entry::getKey)
            .filter(key -> !BACKGROUND_STEPS.contains(key))
            .collect(Collectors.joining(", "));
  }

  private Token valid(Token token, Grammar.Place place) {
    switch (token) {
      case Token.Source source -> {
        if (place.contexts().isEmpty()) {
          findings.github(
              source.at(), source.at(), "A template expression is not allowed in this context");
        }
      }
      case Token.Insert insert -> unexpected(insert.at(), "${{ insert }}", List.of());
      case Token.Literal literal -> {
        List<Definition.Scalar> allowed = of(place, Definition.Scalar.class);
        if (allowed.stream().anyMatch(scalar -> scalar.fits(literal.value()))) {
          return literal;
        }
        Token.Literal text = text(literal);
        if (allowed.stream().anyMatch(scalar -> scalar.isText() && scalar.fits(text.value()))) {
          return text;
        }
        unexpected(
            literal,
            allowed.stream().flatMap(scalar -> scalar.values().stream()).distinct().toList());
      }
      default -> {}
    }
    return token;
  }

  private void unexpected(Token.Literal literal, Collection<String> known) {
    unexpected(literal.at(), literal.text(), known);
  }

  private void unexpected(Position at, String value, Collection<String> known) {
    if (findings.isFull()) {
      return;
    }
    findings.github(
        at,
        at,
        "Unexpected value '" + value + "'",
        Findings.nearest(value, known)
            .map(near -> "; did you mean '" + near + "'?")
            .orElseGet(
                () -> known.isEmpty() ? "" : "; known here: " + String.join(", ", shown(known))));
  }

  private static Collection<String> shown(Collection<String> known) {
    return known.stream().sorted().limit(25).toList();
  }

  private static Token.Literal text(Token.Literal literal) {
    return literal.value() instanceof Value.Str
        ? literal
        : new Token.Literal(literal.at(), Value.of(literal.text()));
  }

  private <T extends Definition> List<T> of(Grammar.Place place, Class<T> kind) {
    List<T> found = new ArrayList<>();
    for (Definition definition : grammar.alternatives(place.definition())) {
      if (kind.isInstance(definition)) {
        found.add(kind.cast(definition));
      }
    }
    return found;
  }

  private void skip(YamlNode node, int depth) {
    switch (node) {
      case YamlNode.Scalar ignored -> {}
      case YamlNode.Sequence sequence -> {
        memory.enter(sequence, depth);
        sequence.items().forEach(item -> skip(item, depth + 1));
      }
      case YamlNode.Mapping mapping -> {
        memory.enter(mapping, depth);
        mapping.entries().forEach(entry -> skip(entry.value(), depth + 1));
      }
    }
  }
}
