package io.peerdeck.workflow;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the inputs of `workflow_dispatch`, and checks what `workflow_call` declares.
final class InputReader {
  private static final List<String> DISPATCH_TYPES =
      Arrays.stream(InputType.values()).map(InputType::text).toList();
  private static final List<String> CALL_TYPES =
      List.of(InputType.STRING.text(), InputType.BOOLEAN.text(), InputType.NUMBER.text());

  private final Findings findings;

  InputReader(Findings findings) {
    this.findings = findings;
  }

  /// The inputs by name, from the value of `workflow_dispatch`.
  Map<String, WorkflowInput> dispatch(YamlNode node) {
    return node instanceof YamlNode.Mapping dispatch
        ? dispatch
            .get("inputs")
            .map(inputs -> inputs(inputs, DISPATCH_TYPES))
            .orElse(Map.of()) // other keys are ignored, as at GitHub; EventCheck says so
        : Map.of();
  }

  /// Checks the value of `workflow_call`; a peer runs no workflow that another calls, so nothing of
  /// it is kept.
  void call(YamlNode node) {
    Optional<Keys.Values> values = values(node, Keys.of("inputs", "outputs", "secrets"));
    values.flatMap(here -> here.get("inputs")).ifPresent(inputs -> inputs(inputs, CALL_TYPES));
    values
        .flatMap(here -> here.get("outputs"))
        .ifPresent(outputs -> each(outputs, Keys.of("description", "value"), "value"));
    values
        .flatMap(here -> here.get("secrets"))
        .ifPresent(secrets -> each(secrets, Keys.of("description", "required"), ""));
  }

  private Optional<Keys.Values> values(YamlNode node, Keys keys) {
    return TemplateReader.isNull(node)
        ? Optional.empty()
        : node.mapping(findings).map(mapping -> keys.in(mapping, findings));
  }

  private void each(YamlNode node, Keys keys, String required) {
    for (YamlNode.Entry entry :
        node.mapping(findings).map(YamlNode.Mapping::entries).orElse(List.of())) {
      Optional<Keys.Values> values = values(entry.value(), keys);
      if (!required.isEmpty()) {
        values.ifPresentOrElse(
            here -> here.required(required),
            () -> findings.error(entry.key().at(), "Required property is missing: " + required));
      }
    }
  }

  private Map<String, WorkflowInput> inputs(YamlNode node, List<String> types) {
    if (TemplateReader.isNull(node)) {
      return Map.of();
    }
    Map<String, WorkflowInput> inputs = new LinkedHashMap<>();
    for (YamlNode.Entry entry :
        node.mapping(findings).map(YamlNode.Mapping::entries).orElse(List.of())) {
      input(entry, types).ifPresent(input -> inputs.put(input.name(), input));
    }
    return inputs;
  }

  private Optional<WorkflowInput> input(YamlNode.Entry entry, List<String> types) {
    boolean call = types.equals(CALL_TYPES);
    String name = entry.name();
    Position at = entry.key().at();
    if (!Identifiers.isValid(name)) {
      findings.error(at, Identifiers.refusal(name));
    }
    Keys keys =
        call
            ? Keys.of("description", "type", "required", "default")
            : Keys.of(
                "description", "type", "required", "default", "options", "deprecationMessage");
    Optional<Keys.Values> values = values(entry.value(), keys);
    if (values.isEmpty()) {
      if (call) {
        findings.error(at, "Required property is missing: type");
      }
      return Optional.of(
          new WorkflowInput(
              name, Optional.empty(), InputType.STRING, false, Optional.empty(), List.of(), at));
    }
    Keys.Values here = values.get();
    if (call) {
      here.required("type");
    }
    Optional<YamlNode.Scalar> typeNode = here.scalar("type");
    if (typeNode.isPresent() && !types.contains(typeNode.get().text())) {
      findings.unexpected(typeNode.get().at(), typeNode.get().text(), types);
      return Optional.empty();
    }
    InputType type =
        typeNode
            .map(text -> InputType.values()[DISPATCH_TYPES.indexOf(text.text())])
            .orElse(InputType.STRING);
    List<String> options =
        here.get("options")
            .flatMap(node -> node.sequence(findings))
            .map(list -> list.scalars(findings).stream().map(YamlNode.Scalar::text).toList())
            .orElse(List.of());
    if (type == InputType.CHOICE && options.isEmpty()) {
      findings.error(at, "Input '" + name + "' of type choice needs a list of options");
    }
    if (call && here.scalar("default").filter(text -> text.text().contains("${{")).isPresent()) {
      return Optional
          .empty(); // an expression over github, inputs, vars, evaluated for a caller only
    }
    boolean text = typeNode.isPresent() && type == InputType.STRING && !call;
    Optional<Value> defaultValue =
        here.scalar("default").flatMap(value -> typedDefault(name, type, text, options, value));
    return Optional.of(
        new WorkflowInput(
            name,
            here.scalar("description").map(YamlNode.Scalar::text),
            type,
            required(here),
            defaultValue,
            options,
            at));
  }

  private boolean required(Keys.Values values) {
    Optional<YamlNode.Scalar> node = values.scalar("required");
    if (node.isEmpty()) {
      return false;
    }
    if (node.get().value() instanceof Value.Bool(boolean flag)) {
      return flag;
    }
    findings.error(
        node.get().at(), "Unexpected value '" + node.get().text() + "': expected true or false");
    return false;
  }

  /// @param text whether the file says itself that it is a text
  private Optional<Value> typedDefault(
      String name, InputType type, boolean text, List<String> options, YamlNode.Scalar node) {
    Value value = node.value();
    boolean fits =
        switch (type) {
          case BOOLEAN -> value instanceof Value.Bool;
          case NUMBER -> value instanceof Value.Num;
          case CHOICE -> options.contains(node.text());
          case STRING -> !text || !(value instanceof Value.Bool || value instanceof Value.Num);
          case ENVIRONMENT -> true;
        };
    if (!fits) {
      findings.error(
          node.at(),
          "The default '%s' of input '%s' is no %s%s"
              .formatted(
                  node.text(),
                  name,
                  type.text(),
                  switch (type) {
                    case CHOICE -> ": its options are " + String.join(", ", options);
                    case STRING -> ": write it in quotes";
                    default -> "";
                  }));
      return Optional.empty();
    }
    boolean typed = type == InputType.BOOLEAN || type == InputType.NUMBER;
    return Optional.of(typed ? value : Value.of(node.text()));
  }
}
