package io.peerdeck.panel.preview;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.workflow.SubmittedEvent;
import io.peerdeck.workflow.WorkflowException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/// What has happened, for the filters of `on`: by hand, or one of the workflow's own events at a
/// place. What is typed is asked about once the person pauses.
final class EventForm extends VBox {
  private static final Texts TEXTS = Texts.of("preview");

  private final Consumer<Optional<SubmittedEvent>> changed;
  private final PauseTransition typing = new PauseTransition(Duration.millis(300));
  private final ComboBox<String> event = new ComboBox<>();
  private final TextField ref = field("ref");
  private final TextField base = field("base");
  private final TextField paths = field("paths");
  private final FlowPane line = new FlowPane();
  private final Label fault = new Label();
  private List<String> events = List.of();
  private boolean filling;

  /// @param changed hears what was chosen and typed; empty: by hand
  EventForm(Consumer<Optional<SubmittedEvent>> changed) {
    this.changed = changed;
    getStyleClass().add("inputs");
    event.setId("preview-event");
    event.setAccessibleText(TEXTS.get("event"));
    event.setOnAction(action -> chosen());
    for (TextField field : List.of(ref, base, paths)) {
      field.textProperty().addListener((any, before, now) -> typed());
    }
    typing.setOnFinished(over -> tell());
    fault.setId("preview-event-fault");
    fault.setWrapText(true);
    fault.getStyleClass().add("note");
    line.getStyleClass().add("options");
    getChildren().setAll(line, fault);
    complain("");
  }

  private static TextField field(String name) {
    TextField field = new TextField();
    field.setId("preview-event-" + name);
    field.setPromptText(TEXTS.get("event." + name));
    field.setAccessibleText(TEXTS.get("event." + name));
    return field;
  }

  void forget() {
    events = List.of();
  }

  /// Fills the form once for a file; later previews of it leave what is typed.
  void show(List<String> triggers, Optional<SubmittedEvent> given) {
    List<String> next =
        triggers.stream()
            .map(text -> text.split(" ", 2)[0])
            .filter(name -> !name.equals("workflow_dispatch") && !name.equals("workflow_call"))
            .distinct()
            .toList();
    if (next.equals(events)) {
      return;
    }
    filling = true;
    events = next;
    event.getItems().setAll(TEXTS.get("event.none"));
    next.forEach(name -> event.getItems().add(TEXTS.get("event.on", name)));
    event
        .getSelectionModel()
        .select(given.map(happened -> next.indexOf(happened.name()) + 1).orElse(0));
    ref.setText(given.map(SubmittedEvent::ref).orElse(""));
    base.setText(given.map(SubmittedEvent::base).orElse(""));
    paths.setText(given.map(happened -> String.join(", ", happened.paths())).orElse(""));
    fields();
    filling = false;
  }

  /// Whether there is anything to choose.
  boolean hasEvents() {
    return !events.isEmpty();
  }

  private Optional<String> name() {
    int index = event.getSelectionModel().getSelectedIndex();
    return index < 1 || index > events.size()
        ? Optional.empty()
        : Optional.of(events.get(index - 1));
  }

  private void fields() {
    line.getChildren().setAll(event);
    if (name().isPresent()) {
      line.getChildren().add(ref);
      if (isPullRequest()) {
        line.getChildren().add(base);
      }
      line.getChildren().add(paths);
    }
  }

  private boolean isPullRequest() {
    return name().filter(text -> text.startsWith("pull_request")).isPresent();
  }

  private void chosen() {
    if (!filling) {
      fields();
      tell();
    }
  }

  private void typed() {
    if (!filling) {
      typing.playFromStart();
    }
  }

  private void tell() {
    try {
      Optional<SubmittedEvent> happened =
          name()
              .map(
                  name ->
                      new SubmittedEvent(
                          name,
                          "",
                          ref.getText().strip(),
                          isPullRequest() ? base.getText().strip() : "",
                          Arrays.stream(paths.getText().split(","))
                              .map(String::strip)
                              .filter(path -> !path.isEmpty())
                              .toList()));
      complain("");
      changed.accept(happened);
    } catch (WorkflowException e) {
      complain(String.valueOf(e.getMessage()));
    }
  }

  private void complain(String why) {
    fault.setText(why);
    fault.setVisible(!why.isEmpty());
    fault.setManaged(!why.isEmpty());
  }
}
