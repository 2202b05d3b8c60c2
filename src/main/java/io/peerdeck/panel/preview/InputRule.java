package io.peerdeck.panel.preview;

import io.peerdeck.node.SubmitPreview.InputField;
import io.peerdeck.panel.bridge.Texts;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a value fits an input of `workflow_dispatch`, as it is typed.
final class InputRule {
  /// GitHub's bound for all inputs together is 65,535 characters.
  static final int MOST_CHARS = 65_535;

  private static final Pattern NUMBER =
      Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");
  private static final Pattern ENVIRONMENT = Pattern.compile("[^\\p{Cntrl}]{1,255}");
  private static final Texts TEXTS = Texts.of("preview");

  private InputRule() {}

  /// What is wrong with the value, in a sentence; empty when nothing is.
  static Optional<String> fault(InputField field, String value) {
    if (value.isBlank()) {
      return field.required() ? Optional.of(TEXTS.get("input.missing")) : Optional.empty();
    }
    if (value.length() > MOST_CHARS) {
      return Optional.of(TEXTS.get("input.long", MOST_CHARS));
    }
    return switch (field.type()) {
      case "number" ->
          NUMBER.matcher(value.strip()).matches()
              ? Optional.empty()
              : Optional.of(TEXTS.get("input.number"));
      case "choice" ->
          field.options().contains(value)
              ? Optional.empty()
              : Optional.of(TEXTS.get("input.choice"));
      case "environment" ->
          ENVIRONMENT.matcher(value).matches()
              ? Optional.empty()
              : Optional.of(TEXTS.get("input.environment"));
      default -> Optional.empty();
    };
  }
}
