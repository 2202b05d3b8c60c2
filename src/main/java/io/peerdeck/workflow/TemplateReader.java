package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// Reads scalars with `${{ }}` into [Template]s and `if`s into [Condition]s, and refuses the token
/// that no peer has.
final class TemplateReader {
  private static final String OPEN = "${{";
  private static final String CLOSE = "}}";

  private final Findings findings;

  TemplateReader(Findings findings) {
    this.findings = findings;
  }

  /// A template; empty after an error.
  Optional<Template> template(YamlNode node, ExpressionScope scope) {
    return node.scalar(findings).flatMap(scalar -> template(scalar, scope));
  }

  private Optional<Template> template(YamlNode.Scalar scalar, ExpressionScope scope) {
    String text = scalar.text();
    if (!text.contains(OPEN)) {
      return Optional.of(Template.literal(scalar.value(), scalar.at()));
    }
    if (text.length() > Expression.MAX_LENGTH) {
      findings.error(
          scalar.at(),
          "Exceeded max expression length %d: a text with expressions has %d characters; move the script into a file"
              .formatted(Expression.MAX_LENGTH, text.length()));
      return Optional.empty();
    }
    List<Template.Part> parts = new ArrayList<>();
    int index = 0;
    for (int number = 0; ; number++) {
      int open = text.indexOf(OPEN, index);
      if (open > index || (open < 0 && index < text.length())) {
        parts.add(
            new Template.Literal(Value.of(text.substring(index, open < 0 ? text.length() : open))));
      }
      if (open < 0) {
        return Optional.of(new Template(text, parts, scalar.at()));
      }
      Position at = scalar.expression(number);
      int close = closing(text, open + OPEN.length());
      if (close < 0) {
        findings.error(
            at,
            "The expression is not closed. An unescaped ${{ sequence was found, but the closing }}"
                + " sequence was not found.");
        return Optional.empty();
      }
      Optional<Expression> expression =
          expression(
              ExpressionLexer.stripped(text.substring(open + OPEN.length(), close)), at, scope);
      if (expression.isEmpty()) {
        return Optional.empty();
      }
      parts.add(new Template.Embedded(expression.get(), at));
      index = close + CLOSE.length();
    }
  }

  /// The next `}}` outside a quoted text, or -1.
  private static int closing(String text, int start) {
    boolean quoted = false;
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) == '\'') {
        quoted = !quoted;
      } else if (!quoted && text.startsWith(CLOSE, i)) {
        return i;
      }
    }
    return -1;
  }

  private Optional<Expression> expression(String source, Position at, ExpressionScope scope) {
    if (source.isEmpty()) {
      findings.error(at, "An expression was expected");
      return Optional.empty();
    }
    try {
      Expression expression = new ExpressionParser(source, scope).parse();
      expression.walk(node -> GitHubOwn.check(node, at, findings));
      return Optional.of(expression);
    } catch (ExpressionException fault) {
      findings.error(at, fault.getMessage() + hint(source, fault, scope));
      return Optional.empty();
    }
  }

  /// What to do about a name that is known, but not at this key.
  private static String hint(String source, ExpressionException fault, ExpressionScope scope) {
    String message = String.valueOf(fault.getMessage());
    int end = fault.offset();
    while (end < source.length()
        && ExpressionLexer.isKeyword(source.substring(fault.offset(), end + 1))) {
      end++;
    }
    String word = source.substring(Math.min(fault.offset(), end), end);
    if (message.startsWith("Unrecognized named-value")
        && ExpressionScope.ALL_CONTEXTS.contains(word)) {
      return ". At "
          + scope.place()
          + (scope.contexts().isEmpty()
              ? " there is no context"
              : " there are: " + String.join(", ", scope.contexts().stream().sorted().toList()));
    }
    if (message.startsWith("Unrecognized function")) {
      return ExpressionFunction.named(word)
          .map(function -> ". " + function.text() + " cannot be called at " + scope.place())
          .orElse("");
    }
    return "";
  }

  /// An `if`, without the key `success()`. What an action says of its own `pre` and `post` is asked
  /// as it stands: GitHub's runner puts no `success()` before it.
  Condition condition(Optional<YamlNode> node, Position owner, ExpressionScope scope) {
    Condition none = Condition.success(owner);
    if (node.isEmpty()) {
      return none;
    }
    Optional<YamlNode.Scalar> scalar = node.get().scalar(findings);
    if (scalar.isEmpty()) {
      return none;
    }
    String text = scalar.get().text();
    Position at = scalar.get().expression(0);
    if (text.isBlank()) {
      return none;
    }
    String source = text;
    if (text.contains(OPEN)) {
      int close = text.startsWith(OPEN) ? closing(text, OPEN.length()) : -1;
      if (close >= 0 && close + CLOSE.length() == text.length()) {
        source = text.substring(OPEN.length(), close);
      } else {
        Optional<Expression> mixed = template(scalar.get(), scope).map(Template::expression);
        mixed.ifPresent(
            ignored ->
                findings.doubtful(
                    at,
                    "This 'if' mixes ${{ }} with other text, if only a blank or line end, which"
                        + " makes it a text that is always true; write the whole condition"
                        + " without ${{ }}"));
        return mixed.map(parsed -> condition(text, parsed, at, scope)).orElse(none);
      }
    }
    return expression(ExpressionLexer.stripped(source), at, scope)
        .map(parsed -> condition(text, parsed, at, scope))
        .orElse(none);
  }

  private static Condition condition(
      String text, Expression parsed, Position at, ExpressionScope scope) {
    Expression whole =
        parsed.callsStatusFunction() || scope.equals(ExpressionScope.ACTION_IF)
            ? parsed
            : new Expression.And(List.of(new Expression.Call("success", List.of(), 1), parsed));
    return new Condition(text.strip(), whole, at);
  }

  /// A mapping of names to templates: `env`, `outputs`, `with`.
  Map<String, Template> templates(Optional<YamlNode> node, ExpressionScope scope) {
    return templates(node, scope, name -> true);
  }

  /// @param wanted which of them are read, by their names
  Map<String, Template> templates(
      Optional<YamlNode> node, ExpressionScope scope, Predicate<YamlNode.Scalar> wanted) {
    Map<String, Template> templates = new LinkedHashMap<>();
    if (node.isEmpty()) {
      return templates;
    }
    if (node.get() instanceof YamlNode.Scalar scalar && scalar.text().contains(OPEN)) {
      findings.unsupported(
          scalar.at(),
          "A mapping from an expression is not supported; write its entries out one by one");
      return templates;
    }
    for (YamlNode.Entry entry :
        node.get().mapping(findings).map(YamlNode.Mapping::entries).orElse(List.of())) {
      if (entry.name().isEmpty()) {
        findings.error(entry.key().at(), "Unexpected value ''");
      } else if (wanted.test(entry.key())) {
        template(entry.value(), scope).ifPresent(template -> templates.put(entry.name(), template));
      }
    }
    return templates;
  }

  /// A boolean or an expression, for `continue-on-error`.
  Template bool(Optional<YamlNode> node, boolean otherwise, Position owner, ExpressionScope scope) {
    Template absent = Template.literal(Value.of(otherwise), owner);
    if (node.isEmpty()) {
      return absent;
    }
    Optional<Template> template = template(node.get(), scope);
    Optional<Value> constant = template.flatMap(Template::constant);
    if (constant.isPresent() && !(constant.get() instanceof Value.Bool)) {
      findings.error(
          node.get().at(),
          "Unexpected value '" + constant.get().text() + "': expected true or false");
      return absent;
    }
    return template.orElse(absent);
  }

  /// A number above zero or an expression, for `timeout-minutes`.
  Optional<Template> minutes(Optional<YamlNode> node, ExpressionScope scope) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    Optional<Template> template = template(node.get(), scope);
    Optional<Value> constant = template.flatMap(Template::constant);
    if (constant.isPresent()) {
      double number = constant.get().number();
      String refusal =
          "Unexpected value '" + constant.get().text() + "': expected a number of minutes above 0";
      if (!(constant.get() instanceof Value.Num)) {
        findings.error(node.get().at(), refusal);
        return Optional.empty();
      }
      if (!Double.isFinite(number) || number <= 0) {
        findings.unsupported(node.get().at(), refusal);
        return Optional.empty();
      }
    }
    return template;
  }

  /// YAML of any shape, for a matrix.
  Optional<TemplateTree> tree(YamlNode node, ExpressionScope scope) {
    return switch (node) {
      case YamlNode.Scalar scalar -> template(scalar, scope).map(TemplateTree.Leaf::new);
      case YamlNode.Sequence sequence -> {
        List<TemplateTree> items = new ArrayList<>();
        sequence.items().forEach(item -> tree(item, scope).ifPresent(items::add));
        yield Optional.of(new TemplateTree.Items(items, sequence.at()));
      }
      case YamlNode.Mapping mapping -> {
        Map<String, TemplateTree> members = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                entry ->
                    tree(entry.value(), scope).ifPresent(tree -> members.put(entry.name(), tree)));
        yield Optional.of(new TemplateTree.Members(members, mapping.at()));
      }
    };
  }

  static boolean isNull(YamlNode node) {
    return node instanceof YamlNode.Scalar scalar && scalar.isNull();
  }
}
