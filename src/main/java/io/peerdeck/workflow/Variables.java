package io.peerdeck.workflow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An `env`: names with their templates, or expressions that give mappings, in layers of which a
/// later one wins over those before.
public record Variables(List<Layer> layers) {
  /// No variables.
  public static final Variables NONE = new Variables(List.of());

  /// What one part of the file says.
  sealed interface Layer {}

  /// Entries written out.
  record Named(Map<String, Template> entries) implements Layer {
    Named {
      entries = Ordered.copyOf(entries);
    }
  }

  /// An expression in the place of a mapping.
  record Whole(Template template) implements Layer {}

  public Variables {
    layers = List.copyOf(layers);
  }

  /// These entries and no more.
  static Variables of(Map<String, Template> entries) {
    return entries.isEmpty() ? NONE : new Variables(List.of(new Named(entries)));
  }

  /// These with those around them, which they win over.
  Variables over(Variables around) {
    List<Layer> all = new ArrayList<>(around.layers);
    all.addAll(layers);
    return new Variables(all);
  }

  Variables rewritten(Rewriting rewriting) {
    return new Variables(
        layers.stream()
            .<Layer>map(
                layer ->
                    switch (layer) {
                      case Named(Map<String, Template> entries) ->
                          new Named(rewriting.templates(entries));
                      case Whole(Template template) -> new Whole(rewriting.template(template));
                    })
            .toList());
  }

  /// The texts by name, each seeing the same context.
  ///
  /// @throws ExpressionException with the place in the file, if an expression fails or gives no
  /// mapping of texts
  public Map<String, String> texts(EvaluationContext context) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Layer layer : layers) {
      switch (layer) {
        case Named(Map<String, Template> entries) ->
            entries.forEach((name, template) -> texts.put(name, template.text(context)));
        case Whole(Template template) -> texts.putAll(given(template, context));
      }
    }
    return texts;
  }

  private static Map<String, String> given(Template template, EvaluationContext context) {
    Map<String, String> texts = new LinkedHashMap<>();
    switch (template.evaluate(context)) {
      case Value.Null ignored -> {}
      case Value.Obj mapping ->
          mapping
              .members()
              .forEach(
                  (name, value) -> {
                    if (name.isBlank()
                        || value instanceof Value.Obj
                        || value instanceof Value.Array) {
                      throw ExpressionException.placed(
                          template.position(),
                          "The variable '" + name + "' must be a text, not " + value.kind());
                    }
                    texts.put(name, value.text());
                  });
      case Value other ->
          throw ExpressionException.placed(
              template.position(),
              "Variables must be a mapping of names to texts, not " + other.kind());
    }
    return texts;
  }
}
