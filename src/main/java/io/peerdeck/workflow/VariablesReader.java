package io.peerdeck.workflow;

import java.util.List;
import java.util.Optional;

/// Reads an `env`: a mapping, or one expression that gives a mapping.
final class VariablesReader {
  private final Findings findings;
  private final TemplateReader templates;

  VariablesReader(Findings findings, TemplateReader templates) {
    this.findings = findings;
    this.templates = templates;
  }

  Variables read(Optional<YamlNode> node, ExpressionScope scope) {
    if (node.isEmpty()) {
      return Variables.NONE;
    }
    if (node.get() instanceof YamlNode.Scalar scalar && scalar.text().contains("${{")) {
      return new Variables(whole(scalar, scope));
    }
    return Variables.of(templates.templates(node, scope));
  }

  private List<Variables.Layer> whole(YamlNode.Scalar scalar, ExpressionScope scope) {
    Optional<Template> template = templates.template(scalar, scope);
    if (template.isPresent()
        && (template.get().parts().size() != 1 || template.get().constant().isPresent())) {
      findings.error(scalar.at(), "Variables are a mapping, or one expression that gives one");
      return List.of();
    }
    return template.<Variables.Layer>map(Variables.Whole::new).stream().toList();
  }
}
