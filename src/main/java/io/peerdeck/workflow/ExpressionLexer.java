package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Cuts an expression into tokens, by the rules of GitHub's lexer.
final class ExpressionLexer {

  enum Kind {
    LITERAL,
    NAME,
    FUNCTION,
    PROPERTY,
    WILDCARD,
    OPERATOR,
    DOT,
    COMMA,
    OPEN_GROUP,
    CLOSE_GROUP,
    OPEN_INDEX,
    CLOSE_INDEX
  }

  /// @param raw the token as written
  /// @param index where it begins, from 0
  /// @param value what a literal stands for; null in the language's sense for all else
  record Token(Kind kind, String raw, int index, Value value) {
    boolean is(String operator) {
      return kind == Kind.OPERATOR && raw.equals(operator);
    }
  }

  private static final Map<String, Value> KEYWORDS =
      Map.of(
          "null", new Value.Null(),
          "true", Value.of(true),
          "false", Value.of(false),
          "NaN", Value.of(Double.NaN),
          "Infinity", Value.of(Double.POSITIVE_INFINITY));
  private static final Set<String> TWO_CHARACTER_OPERATORS =
      Set.of("!=", ">=", "<=", "==", "&&", "||");
  private static final Set<String> ONE_CHARACTER_OPERATORS = Set.of("!", ">", "<");

  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int index;

  ExpressionLexer(String source) {
    this.source = source;
  }

  /// @throws ExpressionException at the first character that begins no token
  List<Token> tokens() {
    while (true) {
      while (index < source.length() && isBlank(source.charAt(index))) {
        index++;
      }
      if (index == source.length()) {
        return tokens;
      }
      next();
    }
  }

  private void next() {
    char first = source.charAt(index);
    switch (first) {
      case '(' -> single(Kind.OPEN_GROUP);
      case ')' -> single(Kind.CLOSE_GROUP);
      case '[' -> single(Kind.OPEN_INDEX);
      case ']' -> single(Kind.CLOSE_INDEX);
      case ',' -> single(Kind.COMMA);
      case '*' -> single(Kind.WILDCARD);
      case '.' -> {
        if (valueMayBegin()) {
          number();
        } else {
          single(Kind.DOT);
        }
      }
      case '\'' -> text();
      case '!', '>', '<', '=', '&', '|' -> operator();
      default -> {
        if (!afterDot() && (first == '-' || first == '+' || (first >= '0' && first <= '9'))) {
          number();
        } else {
          keyword();
        }
      }
    }
  }

  private void single(Kind kind) {
    add(kind, index + 1, new Value.Null());
  }

  private void add(Kind kind, int end, Value value) {
    tokens.add(new Token(kind, source.substring(index, end), index, value));
    index = end;
  }

  private void operator() {
    if (index + 2 <= source.length()
        && TWO_CHARACTER_OPERATORS.contains(source.substring(index, index + 2))) {
      add(Kind.OPERATOR, index + 2, new Value.Null());
    } else if (ONE_CHARACTER_OPERATORS.contains(source.substring(index, index + 1))) {
      add(Kind.OPERATOR, index + 1, new Value.Null());
    } else {
      throw unexpected(boundaryFrom(index + 1));
    }
  }

  private void number() {
    int end = index + 1;
    while (end < source.length()
        && (!isBoundary(source.charAt(end)) || source.charAt(end) == '.')) {
      end++;
    }
    double number = Numerals.parse(source.substring(index, end));
    if (Double.isNaN(number)) {
      throw unexpected(end);
    }
    add(Kind.LITERAL, end, Value.of(number));
  }

  private void text() {
    StringBuilder content = new StringBuilder();
    int end = index + 1;
    while (true) {
      if (end >= source.length()) {
        throw unexpected(source.length());
      }
      char next = source.charAt(end++);
      if (next != '\'') {
        content.append(next);
      } else if (end < source.length() && source.charAt(end) == '\'') {
        content.append(next);
        end++;
      } else {
        add(Kind.LITERAL, end, Value.of(content.toString()));
        return;
      }
    }
  }

  private void keyword() {
    int end = boundaryFrom(index + 1);
    String word = source.substring(index, end);
    if (!isKeyword(word)) {
      throw unexpected(end);
    }
    if (afterDot()) {
      add(Kind.PROPERTY, end, Value.of(word));
      return;
    }
    Value constant = KEYWORDS.get(word);
    if (constant != null) {
      add(Kind.LITERAL, end, constant);
      return;
    }
    int following = end;
    while (following < source.length() && isBlank(source.charAt(following))) {
      following++;
    }
    boolean call = following < source.length() && source.charAt(following) == '(';
    add(call ? Kind.FUNCTION : Kind.NAME, end, new Value.Null());
  }

  private boolean afterDot() {
    return !tokens.isEmpty() && tokens.getLast().kind() == Kind.DOT;
  }

  /// Whether a `.` here begins a number, as in `1 < .5`, rather than names a property.
  private boolean valueMayBegin() {
    if (tokens.isEmpty()) {
      return true;
    }
    return switch (tokens.getLast().kind()) {
      case OPERATOR, COMMA, OPEN_GROUP, OPEN_INDEX -> true;
      default -> false;
    };
  }

  private int boundaryFrom(int start) {
    int end = start;
    while (end < source.length() && !isBoundary(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private ExpressionException unexpected(int end) {
    return ExpressionParser.fault(
        "Unexpected symbol: '" + source.substring(index, end) + "'", index, source);
  }

  private static boolean isBoundary(char character) {
    return "()[],.!><=&|".indexOf(character) >= 0 || isBlank(character);
  }

  /// Whether a character only parts others, as .NET's `Char.IsWhiteSpace` has it: the blanks of all
  /// scripts are among them.
  private static boolean isBlank(char character) {
    return Character.isSpaceChar(character)
        || (character >= '\t' && character <= '\r')
        || character == '\u0085';
  }

  /// A text without the blanks around it.
  static String stripped(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isBlank(text.charAt(start))) {
      start++;
    }
    while (end > start && isBlank(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  /// Whether a word may name a context, function or property: letters, digits, `_` and `-`,
  /// beginning with a letter or `_`.
  static boolean isKeyword(String word) {
    for (int i = 0; i < word.length(); i++) {
      char character = word.charAt(i);
      boolean letter =
          (character >= 'a' && character <= 'z')
              || (character >= 'A' && character <= 'Z')
              || character == '_';
      if (!letter && (i == 0 || !((character >= '0' && character <= '9') || character == '-'))) {
        return false;
      }
    }
    return !word.isEmpty();
  }
}
