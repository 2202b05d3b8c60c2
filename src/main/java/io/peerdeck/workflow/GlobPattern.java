package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// One pattern of `branches`, `tags` or `paths`: `*` any text without `/`, `**` any text, `**/` any
/// folders or none, `?` and `+` none or one, one or more of what stands before, `[…]` one of these
/// characters, `\` the next character itself, and `!` in front for what is left out: the filter
/// pattern cheat sheet of GitHub's workflow syntax.
///
/// A text is matched in time proportional to its length times the pattern's.
public final class GlobPattern {
  private static final int MAX_LENGTH = 1_000;

  private enum Kind {
    CHARACTER,
    CLASS,
    ANY_BUT_SLASH,
    ANY,
    FOLDERS
  }

  /// @param characters the character, or those of a class
  private record Atom(Kind kind, BitSet characters, boolean optional, boolean repeated) {
    boolean takes(char next) {
      return switch (kind) {
        case CHARACTER, CLASS -> characters.get(next);
        case ANY_BUT_SLASH -> next != '/';
        case ANY, FOLDERS -> true;
      };
    }
  }

  private final String text;
  private final boolean negative;
  private final List<Atom> atoms = new ArrayList<>();

  private GlobPattern(String text) {
    this.text = text;
    this.negative = text.startsWith("!");
  }

  /// Reads a pattern.
  ///
  /// @throws WorkflowException if it is none; the message says why
  public static GlobPattern of(String text) {
    GlobPattern pattern = new GlobPattern(text);
    pattern.read();
    return pattern;
  }

  /// Whether the pattern begins with `!`.
  public boolean isNegative() {
    return negative;
  }

  private void read() {
    if (text.length() > MAX_LENGTH) {
      throw new WorkflowException("A pattern may have at most " + MAX_LENGTH + " characters");
    }
    int index = negative ? 1 : 0;
    if (index == text.length()) {
      throw new WorkflowException("The pattern is empty");
    }
    while (index < text.length()) {
      char next = text.charAt(index);
      switch (next) {
        case '*' -> {
          int stars = 1;
          while (index + stars < text.length() && text.charAt(index + stars) == '*') {
            stars++;
          }
          boolean begins = index == (negative ? 1 : 0) || text.charAt(index - 1) == '/';
          boolean folders =
              stars > 1
                  && begins
                  && index + stars < text.length()
                  && text.charAt(index + stars) == '/';
          add(folders ? Kind.FOLDERS : stars > 1 ? Kind.ANY : Kind.ANY_BUT_SLASH, new BitSet());
          index += stars + (folders ? 1 : 0);
        }
        case '?', '+' -> {
          repeat(next);
          index++;
        }
        case '[' -> index = readClass(index);
        case '\\' -> {
          if (index + 1 == text.length()) {
            throw new WorkflowException("The pattern '" + text + "' ends in a lone \\");
          }
          literal(text.charAt(index + 1));
          index += 2;
        }
        default -> {
          literal(next);
          index++;
        }
      }
    }
  }

  private void literal(char character) {
    BitSet only = new BitSet();
    only.set(character);
    add(Kind.CHARACTER, only);
  }

  private void add(Kind kind, BitSet characters) {
    boolean any = kind != Kind.CHARACTER && kind != Kind.CLASS;
    atoms.add(new Atom(kind, characters, any, any));
  }

  private void repeat(char sign) {
    Atom last = atoms.isEmpty() ? null : atoms.removeLast();
    if (last == null
        || last.optional()
        || last.repeated()
        || (last.kind() != Kind.CHARACTER && last.kind() != Kind.CLASS)) {
      throw new WorkflowException(
          "'%s' in the pattern '%s' must follow a character; write \\%s for the character itself"
              .formatted(sign, text, sign));
    }
    atoms.add(new Atom(last.kind(), last.characters(), sign == '?', sign == '+'));
  }

  private int readClass(int start) {
    int end = text.indexOf(']', start + 1);
    if (end < 0) {
      throw new WorkflowException("The '[' of the pattern '" + text + "' is not closed");
    }
    BitSet characters = new BitSet();
    String inner = text.substring(start + 1, end);
    if (inner.isEmpty()) {
      throw new WorkflowException("The '[]' of the pattern '" + text + "' names no character");
    }
    for (int i = 0; i < inner.length(); i++) {
      char first = inner.charAt(i);
      if (i + 2 < inner.length() && inner.charAt(i + 1) == '-') {
        char last = inner.charAt(i + 2);
        if (last < first) {
          throw new WorkflowException(
              "The range %s-%s of the pattern '%s' runs backwards".formatted(first, last, text));
        }
        characters.set(first, last + 1);
        i += 2;
      } else {
        characters.set(first);
      }
    }
    add(Kind.CLASS, characters);
    return end + 1;
  }

  /// Whether a name or path fits, a `!` in front aside.
  public boolean matches(String name) {
    BitSet at = new BitSet();
    at.set(0);
    skip(at);
    for (int i = 0; i < name.length(); i++) {
      BitSet after = new BitSet();
      char next = name.charAt(i);
      for (int state = at.nextSetBit(0); state >= 0; state = at.nextSetBit(state + 1)) {
        if (state >= atoms.size() || !atoms.get(state).takes(next)) {
          continue;
        }
        Atom atom = atoms.get(state);
        if (atom.kind() == Kind.FOLDERS) {
          after.set(inside(state));
          if (next == '/') {
            after.set(state + 1);
          }
        } else {
          after.set(state + 1);
          if (atom.repeated()) {
            after.set(state);
          }
        }
      }
      // a state inside folders goes on until a slash
      for (int state = at.nextSetBit(atoms.size() + 1);
          state >= 0;
          state = at.nextSetBit(state + 1)) {
        after.set(state);
        if (next == '/') {
          after.set(state - atoms.size());
        }
      }
      at = after;
      skip(at);
    }
    return at.get(atoms.size());
  }

  /// The state of one who is within the folders of an atom.
  private int inside(int state) {
    return atoms.size() + 1 + state;
  }

  /// Adds the states that are reached without a character.
  private void skip(BitSet states) {
    for (int state = states.nextSetBit(0);
        state >= 0 && state < atoms.size();
        state = states.nextSetBit(state + 1)) {
      if (atoms.get(state).optional()) {
        states.set(state + 1);
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
