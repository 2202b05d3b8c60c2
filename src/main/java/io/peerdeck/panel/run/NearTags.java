package io.peerdeck.panel.run;

import java.util.Set;
import org.commonmark.node.Text;
import org.commonmark.parser.beta.InlineContentParser;
import org.commonmark.parser.beta.InlineContentParserFactory;
import org.commonmark.parser.beta.InlineParserState;
import org.commonmark.parser.beta.ParsedInline;
import org.commonmark.parser.beta.Position;
import org.commonmark.parser.beta.Scanner;

/// Leaves a `<` to Markdown's own readers of links and HTML only where what ends it is near, and
/// takes it as text elsewhere. They look for its end in all that follows, so that a text of little
/// else took time with the square of its length.
final class NearTags implements InlineContentParserFactory {
  /// Longer than any tag or address that means something, in chars.
  static final int NEAR = 1000;

  @Override
  public Set<Character> getTriggerCharacters() {
    return Set.of('<');
  }

  @Override
  public InlineContentParser create() {
    return NearTags::read;
  }

  private static ParsedInline read(InlineParserState state) {
    Scanner scanner = state.scanner();
    scanner.next();
    Position behind = scanner.position();
    return isNear(end(scanner), scanner)
        ? ParsedInline.none()
        : ParsedInline.of(new Text("<"), behind);
  }

  /// What ends what begins here.
  private static String end(Scanner scanner) {
    if (scanner.next("!--")) {
      return "-->";
    }
    if (scanner.next("![CDATA[")) {
      return "]]>";
    }
    return scanner.next('?') ? "?>" : ">";
  }

  private static boolean isNear(String end, Scanner scanner) {
    for (int passed = 0; passed < NEAR && scanner.hasNext(); passed++) {
      if (scanner.next(end)) {
        return true;
      }
      scanner.next();
    }
    return false;
  }
}
