package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The name a job instance is shown under.
final class JobName {
  /// GitHub cuts generated names here.
  private static final int MAX_LENGTH = 100;

  private JobName() {}

  /// A `name` with expressions as it evaluates, once all of it is known; else the `name` or id with
  /// the matrix values behind it.
  static String of(Job job, Optional<Matrix.Combination> combination, EvaluationContext context) {
    Optional<Template> name = job.name().filter(template -> BeforeRun.isKnown(template, context));
    Optional<String> constant =
        name.flatMap(Template::constant).map(Value::text).filter(text -> !text.isBlank());
    if (name.isPresent() && name.get().constant().isEmpty()) {
      String evaluated = name.get().text(context);
      if (!evaluated.isBlank()) {
        return evaluated;
      }
    }
    String full = constant.orElse(job.id()) + combination.map(JobName::suffix).orElse("");
    return full.length() <= MAX_LENGTH ? full : full.substring(0, MAX_LENGTH - 3) + "...";
  }

  /// What a combination of the matrix adds to a name, such as ` (linux, 8)`.
  static String suffix(Matrix.Combination combination) {
    List<String> segments = new ArrayList<>();
    combination.named().forEach(value -> addLeaves(value, segments));
    return segments.isEmpty() ? "" : " (" + String.join(", ", segments) + ")";
  }

  private static void addLeaves(Value value, List<String> segments) {
    switch (value) {
      case Value.Array array -> array.items().forEach(item -> addLeaves(item, segments));
      case Value.Obj object ->
          object.members().values().forEach(member -> addLeaves(member, segments));
      default -> {
        if (!value.text().isBlank()) {
          segments.add(value.text().strip());
        }
      }
    }
  }
}
