package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads a scalar of the file into a [Token]: a literal, or one expression where it holds `${{ }}`.
final class ScalarReader {
  private static final String OPEN = "${{";
  private static final String CLOSE = "}}";
  private static final String INSERT = "insert";

  private final Findings findings;

  ScalarReader(Findings findings) {
    this.findings = findings;
  }

  Token read(YamlNode.Scalar scalar, ExpressionScope scope) {
    Token.Literal literal = new Token.Literal(scalar.at(), scalar.value());
    if (!(scalar.value() instanceof Value.Str(String text)) || !text.contains(OPEN)) {
      return literal;
    }
    List<Token> segments = new ArrayList<>();
    int index = 0;
    for (int number = 0; ; number++) {
      int open = text.indexOf(OPEN, index);
      if (open != index && index < text.length()) {
        String plain = text.substring(index, open < 0 ? text.length() : open);
        segments.add(new Token.Literal(scalar.at(), Value.of(plain)));
      }
      if (open < 0) {
        break;
      }
      int close = closing(text, open + OPEN.length());
      if (close < 0) {
        findings.github(
            scalar.expression(number),
            scalar.at(),
            "The expression is not closed. An unescaped ${{ sequence was found, but the closing }}"
                + " sequence was not found.");
        return literal;
      }
      String source = ExpressionLexer.stripped(text.substring(open + OPEN.length(), close));
      index = close + CLOSE.length();
      Optional<Token> segment =
          segment(scalar, number, source, open > 0 || index < text.length(), scope);
      if (segment.isEmpty()) {
        return literal;
      }
      segments.add(segment.get());
    }
    if (segments.size() == 1) {
      return segments.getFirst() instanceof Token.Source only
              && quoted(only.expression()).isPresent()
          ? new Token.Literal(only.at(), Value.of(quoted(only.expression()).orElse("")))
          : segments.getFirst();
    }
    return joined(scalar, segments).orElse(literal);
  }

  private Optional<Token> segment(
      YamlNode.Scalar scalar, int number, String source, boolean inline, ExpressionScope scope) {
    String refusal;
    if (source.isEmpty()) {
      refusal = "An expression was expected";
    } else if (source.equals(INSERT)) {
      if (!inline) {
        return Optional.of(new Token.Insert(scalar.at()));
      }
      refusal =
          "The directive 'insert' is not allowed in this context. Directives are not supported for"
              + " expressions that are embedded within a string. Directives are only supported"
              + " when the entire value is an expression.";
    } else {
      try {
        Expression parsed = new ExpressionParser(source, scope).parse();
        Template.Embedded part = new Template.Embedded(parsed, scalar.expression(number));
        return Optional.of(new Token.Source(scalar.at(), source, List.of(part), false));
      } catch (ExpressionException fault) {
        refusal = String.valueOf(fault.getMessage());
      }
    }
    findings.github(scalar.expression(number), scalar.at(), refusal);
    return Optional.empty();
  }

  /// Several segments as one call of `format`.
  private Optional<Token> joined(YamlNode.Scalar scalar, List<Token> segments) {
    StringBuilder format = new StringBuilder();
    StringBuilder arguments = new StringBuilder();
    List<Template.Embedded> parts = new ArrayList<>();
    for (Token segment : segments) {
      if (segment instanceof Token.Source source) {
        format.append('{').append(parts.size()).append('}');
        arguments.append(", ").append(source.expression());
        parts.addAll(source.parts());
      } else if (segment instanceof Token.Literal literal) {
        format.append(literal.text().replace("'", "''").replace("{", "{{").replace("}", "}}"));
      }
    }
    String whole = "format('" + format + "'" + arguments + ")";
    if (whole.length() > Expression.MAX_LENGTH) {
      findings.github(
          scalar.at(), scalar.at(), "Exceeded max expression length " + Expression.MAX_LENGTH);
      return Optional.empty();
    }
    return Optional.of(new Token.Source(scalar.at(), whole, parts, true));
  }

  /// The next `}}` outside a quoted text, or -1.
  static int closing(String text, int start) {
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

  /// The text an expression stands for that is nothing but a quoted text.
  private static Optional<String> quoted(String source) {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (int i = 0; i < source.length(); i++) {
      char next = source.charAt(i);
      if (next == '\'') {
        inside = !inside;
        if (inside && i > 0) {
          text.append(next);
        }
      } else if (inside) {
        text.append(next);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }
}
