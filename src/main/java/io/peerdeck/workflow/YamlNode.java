package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// YAML as the workflow language sees it: aliases unfolded, scalars typed by the YAML 1.2 core
/// schema, places kept.
sealed interface YamlNode {

  Position at();

  /// @param value typed: null, boolean, number or text
  /// @param lines the places of its `${{`, for a block scalar, whose expressions stand on lines of
  /// their own
  record Scalar(Position at, Value value, List<Position> lines) implements YamlNode {
    String text() {
      return value.text();
    }

    boolean isNull() {
      return value instanceof Value.Null;
    }

    /// Where the expression of that number, from 0, is said to be: as at GitHub where the scalar
    /// begins, unless it is a block.
    Position expression(int number) {
      return number < lines.size() ? lines.get(number) : at;
    }
  }

  record Sequence(Position at, List<YamlNode> items) implements YamlNode {
    /// Items that are scalars; the others are reported.
    List<Scalar> scalars(Findings findings) {
      List<Scalar> scalars = new ArrayList<>();
      for (YamlNode item : items) {
        item.scalar(findings).ifPresent(scalars::add);
      }
      return scalars;
    }
  }

  record Mapping(Position at, List<Entry> entries) implements YamlNode {
    Optional<YamlNode> get(String key) {
      return entries.stream()
          .filter(entry -> entry.name().equals(key))
          .map(Entry::value)
          .findFirst();
    }
  }

  record Entry(Scalar key, YamlNode value) {
    String name() {
      return key.text();
    }
  }

  /// This as a scalar; anything else is reported in GitHub's words.
  default Optional<Scalar> scalar(Findings findings) {
    return switch (this) {
      case Scalar scalar -> Optional.of(scalar);
      case Sequence ignored -> {
        findings.error(at(), "A sequence was not expected");
        yield Optional.empty();
      }
      case Mapping ignored -> {
        findings.error(at(), "A mapping was not expected");
        yield Optional.empty();
      }
    };
  }

  /// This as a mapping; anything else is reported in GitHub's words.
  default Optional<Mapping> mapping(Findings findings) {
    return switch (this) {
      case Mapping mapping -> Optional.of(mapping);
      case Sequence ignored -> {
        findings.error(at(), "A sequence was not expected");
        yield Optional.empty();
      }
      case Scalar scalar -> {
        findings.error(at(), "Unexpected value '" + scalar.text() + "': a mapping was expected");
        yield Optional.empty();
      }
    };
  }

  /// This as a sequence; anything else is reported in GitHub's words.
  default Optional<Sequence> sequence(Findings findings) {
    return switch (this) {
      case Sequence sequence -> Optional.of(sequence);
      case Mapping ignored -> {
        findings.error(at(), "A mapping was not expected");
        yield Optional.empty();
      }
      case Scalar scalar -> {
        findings.error(at(), "Unexpected value '" + scalar.text() + "': a sequence was expected");
        yield Optional.empty();
      }
    };
  }

  /// The texts of a list, or of a single scalar, none of them empty.
  default List<Scalar> oneOrMore(Findings findings) {
    List<Scalar> scalars =
        this instanceof Sequence sequence
            ? sequence.scalars(findings)
            : scalar(findings).stream().toList();
    scalars.stream()
        .filter(scalar -> scalar.text().isBlank())
        .forEach(scalar -> findings.error(scalar.at(), "Unexpected value ''"));
    return scalars.stream().filter(scalar -> !scalar.text().isBlank()).toList();
  }
}
