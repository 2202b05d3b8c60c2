package io.peerdeck.panel.preview;

import io.peerdeck.node.SubmitPreview.InputField;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Facts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// A form for the inputs of `workflow_dispatch`. What is typed is asked about once the person
/// pauses.
final class InputsForm extends VBox {
  private static final Texts TEXTS = Texts.of("preview");
  private final Map<String, String> values = new LinkedHashMap<>();
  private final PauseTransition typing = new PauseTransition(Duration.millis(300));
  private final Map<String, Label> faults = new LinkedHashMap<>();
  private final IntConsumer checked;
  private List<InputField> fields = List.of();

  /// @param changed hears what was typed once the person pauses
  /// @param checked hears at once how many inputs are wrong
  InputsForm(Consumer<Map<String, String>> changed, IntConsumer checked) {
    this.checked = checked;
    getStyleClass().add("inputs");
    typing.setOnFinished(event -> changed.accept(Map.copyOf(values)));
  }

  private void check() {
    int wrong = 0;
    for (InputField field : fields) {
      String value = values.getOrDefault(field.name(), field.defaultValue());
      Optional<String> fault = InputRule.fault(field, value);
      wrong += fault.isPresent() ? 1 : 0;
      Label shown = faults.get(field.name());
      if (shown != null) {
        shown.setText(fault.orElse(""));
        shown.setVisible(fault.isPresent());
        shown.setManaged(fault.isPresent());
      }
    }
    checked.accept(wrong);
  }

  void forget() {
    fields = List.of();
  }

  /// Builds the fields once; later previews of the same file leave them, so that typing goes on.
  void show(List<InputField> next, Map<String, String> given) {
    if (next.equals(fields)) {
      return;
    }
    fields = next;
    values.clear();
    values.putAll(given);
    faults.clear();
    Facts form = new Facts();
    for (InputField field : next) {
      String value = given.getOrDefault(field.name(), field.defaultValue());
      Control control = control(field, value);
      control.setId("input-" + field.name());
      control.setAccessibleText(TEXTS.get("input.accessible", field.name(), field.description()));
      VBox cell = new VBox(control);
      if (!field.description().isBlank()) {
        Label description = new Label(field.description());
        description.getStyleClass().add("fact-name");
        description.setWrapText(true);
        cell.getChildren().add(description);
      }
      Label fault = new Label();
      fault.setId("fault-" + field.name());
      fault.setWrapText(true);
      fault.getStyleClass().add("input-fault");
      faults.put(field.name(), fault);
      cell.getChildren().add(fault);
      form.add(field.required() ? TEXTS.get("input.required", field.name()) : field.name(), cell);
    }
    getChildren().setAll(form);
    check();
  }

  private Control control(InputField field, String value) {
    return switch (field.type()) {
      case "boolean" -> {
        CheckBox box = new CheckBox();
        box.setSelected(Boolean.parseBoolean(value));
        box.setOnAction(event -> set(field, String.valueOf(box.isSelected())));
        yield box;
      }
      case "choice" -> {
        ComboBox<String> box = new ComboBox<>();
        box.getItems().setAll(field.options());
        box.setValue(value.isEmpty() ? null : value);
        box.setOnAction(event -> set(field, box.getValue()));
        yield box;
      }
      default -> {
        TextField text = new TextField(value);
        text.setPromptText(
            switch (field.type()) {
              case "number" -> TEXTS.get("input.prompt.number");
              case "environment" -> TEXTS.get("input.prompt.environment");
              default -> "";
            });
        text.textProperty().addListener((o, was, is) -> set(field, is));
        yield text;
      }
    };
  }

  private void set(InputField field, String value) {
    values.put(field.name(), value);
    check();
    typing.playFromStart();
  }
}
