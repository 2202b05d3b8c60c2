package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a called job is shown under: `caller / called`, by the names people see.
final class CallName {
  private CallName() {}

  /// @param caller of what the call says
  /// @param inner of what the called job says
  static Optional<Template> of(
      CallReader.Call call,
      CallMatrix.Instance instance,
      Rewriting caller,
      Job job,
      Rewriting inner) {
    List<Template.Part> parts = new ArrayList<>(before(call, instance, caller));
    add(parts, " / ");
    Optional<Template> own = job.name().map(inner::template);
    if (own.isPresent() && own.get().constant().isEmpty()) {
      parts.addAll(own.get().parts());
    } else {
      add(parts, own.flatMap(Template::constant).map(Value::text).orElse(job.id()));
      if (parts.size() > 1 && job.strategy().isPresent()) {
        parts.add(context(CallPlace.OWN_SUFFIX, job.position()));
      }
    }
    return Optional.of(
        new Template(
            own.map(Template::source).orElse(job.id()),
            parts,
            own.map(Template::position).orElse(job.position())));
  }

  private static List<Template.Part> before(
      CallReader.Call call, CallMatrix.Instance instance, Rewriting caller) {
    Optional<Template> named = call.name().map(caller::template);
    if (named.isPresent() && named.get().constant().isEmpty()) {
      return named.get().parts();
    }
    String name =
        named
            .flatMap(Template::constant)
            .map(Value::text)
            .filter(text -> !text.isBlank())
            .orElse(call.id());
    List<Template.Part> parts = new ArrayList<>();
    add(parts, name + instance.suffix());
    if (call.matrix().open()) {
      parts.add(context(CallPlace.suffix(call.depth()), call.position()));
    }
    return parts;
  }

  private static Template.Part context(String name, Position at) {
    return new Template.Embedded(new Expression.Name(name, 1), at);
  }

  /// Texts that follow each other are one, so that a name without expressions is seen to be one.
  private static void add(List<Template.Part> parts, String text) {
    if (!parts.isEmpty() && parts.getLast() instanceof Template.Literal(Value before)) {
      parts.set(parts.size() - 1, new Template.Literal(Value.of(before.text() + text)));
    } else {
      parts.add(new Template.Literal(Value.of(text)));
    }
  }
}
