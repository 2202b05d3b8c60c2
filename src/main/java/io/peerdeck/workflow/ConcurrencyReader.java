package io.peerdeck.workflow;

import java.util.Optional;

/// Reads `concurrency`: a group's name, or a mapping.
final class ConcurrencyReader {
  private static final Keys KEYS = Keys.of("group", "cancel-in-progress", "queue");

  private final Findings findings;
  private final TemplateReader templates;

  ConcurrencyReader(Findings findings, TemplateReader templates) {
    this.findings = findings;
    this.templates = templates;
  }

  Optional<Concurrency> read(Optional<YamlNode> node, ExpressionScope scope) {
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof YamlNode.Scalar scalar) {
      return known(templates.template(scalar, scope))
          .map(
              group ->
                  new Concurrency(group, Template.literal(Value.of(false), scalar.at()), false));
    }
    return node.get()
        .mapping(findings)
        .map(mapping -> KEYS.in(mapping, findings))
        .flatMap(
            values -> {
              Optional<Template> group =
                  known(values.required("group").flatMap(name -> templates.template(name, scope)));
              Template cancel =
                  templates.bool(values.get("cancel-in-progress"), false, values.at(), scope);
              BeforeRun.checkAfterNeeds(cancel, findings);
              Optional<YamlNode.Scalar> queue = values.scalar("queue");
              boolean queues = queue.filter(text -> text.text().equals("max")).isPresent();
              if (queues && cancel.constant().filter(Value::isTruthy).isPresent()) {
                findings.error(queue.orElseThrow().at(), Concurrency.EITHER);
              }
              return group.map(name -> new Concurrency(name, cancel, queues));
            });
  }

  private Optional<Template> known(Optional<Template> group) {
    group.ifPresent(name -> BeforeRun.checkGroup(name, findings));
    return group;
  }
}
