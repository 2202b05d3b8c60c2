package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What is known of a job's `matrix` before it is unfolded.
final class MatrixType {
  private MatrixType() {}

  /// @param types of what the matrix is made from
  static StaticType of(JobTemplate job, TypeCheck types) {
    Optional<Token> strategy = job.keys().get("strategy");
    if (strategy.isEmpty()) {
      return StaticType.of(Map.of());
    }
    Optional<Token> matrix =
        strategy.get() instanceof Token.Members mapping ? mapping.get("matrix") : strategy;
    if (matrix.isEmpty()) {
      return StaticType.of(Map.of());
    }
    if (!(matrix.get() instanceof Token.Members mapping)) {
      return StaticType.Any.ANY;
    }
    Map<String, StaticType> members = new LinkedHashMap<>();
    boolean open = false;
    for (Token.Member member : mapping.members()) {
      if (!(member.key() instanceof Token.Literal key)) {
        open = true;
      } else if (!key.text().equals("include") && !key.text().equals("exclude")) {
        members.put(
            key.text().toLowerCase(Locale.ROOT),
            types.of(member.value()) instanceof StaticType.Many list
                ? list.item()
                : StaticType.Any.ANY);
      }
    }
    Optional<Token> include = mapping.get("include");
    if (include.isPresent() && include.get() instanceof Token.Items items) {
      for (Token item : items.items()) {
        if (types.of(item) instanceof StaticType.Members more) {
          more.members().forEach((name, type) -> members.merge(name, type, StaticType::merge));
          open |= more.open();
        } else {
          open = true;
        }
      }
    } else {
      open |= include.isPresent();
    }
    return new StaticType.Members(members, open);
  }
}
