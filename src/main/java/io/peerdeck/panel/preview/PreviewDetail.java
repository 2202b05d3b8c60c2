package io.peerdeck.panel.preview;

import io.peerdeck.node.SubmitPreview;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.FocusKeeper;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// One file of the preview in full: what it would do and with what, or what is wrong with it and
/// where.
final class PreviewDetail extends VBox {
  private static final Texts TEXTS = Texts.of("preview");
  private static final int PRIORITIES = 9;
  private final Desk desk;
  private final BiConsumer<PreviewFile, SubmitRequest> ask;
  private final VBox top = new VBox();
  private final ScrollPane scroll = new ScrollPane(top);
  private final SourceView source = new SourceView();
  private final SplitPane split = new SplitPane();
  private final InputsForm inputs;
  private final EventForm event;
  private boolean divided;
  private Optional<PreviewFile> shown = Optional.empty();

  /// @param checked something typed is right or wrong now
  PreviewDetail(Desk desk, BiConsumer<PreviewFile, SubmitRequest> ask, Runnable checked) {
    this.desk = desk;
    this.ask = ask;
    this.inputs =
        new InputsForm(
            values -> shown.ifPresent(f -> ask.accept(f, f.request().withInputs(values))),
            wrong ->
                shown.ifPresent(
                    f -> {
                      f.wrongInputs(wrong);
                      checked.run();
                    }));
    this.event =
        new EventForm(value -> shown.ifPresent(f -> ask.accept(f, f.request().withEvent(value))));
    getStyleClass().add("preview-detail");
    top.getStyleClass().add("preview-top");
    scroll.setFitToWidth(true);
    scroll.setAccessibleText(TEXTS.get("detail"));
    scroll.getStyleClass().add("edge-to-edge");
    split.getItems().setAll(scroll, source);
    split.setOrientation(Orientation.VERTICAL);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().setAll(split);
  }

  /// Goes so many problems further in the text.
  void toProblem(int step) {
    source.step(step);
  }

  void show(PreviewFile file) {
    FocusKeeper.rebuild(this, () -> build(file));
  }

  private void build(PreviewFile file) {
    boolean another = shown.filter(known -> known == file).isEmpty();
    shown = Optional.of(file);
    top.getChildren().clear();
    if (another) {
      inputs.forget();
      event.forget();
      divided = false;
    }
    if (file.failure().isPresent()) {
      Label text = wrapped(file.failure().get());
      text.setId("preview-failure");
      top.getChildren().addAll(heading(file.fileName()), new MarkLabel(Mark.PROBLEM), text);
      source.show("", java.util.List.of());
      return;
    }
    if (file.preview().isEmpty()) {
      top.getChildren().add(new MarkLabel(Mark.RUNNING, TEXTS.get("file.reading")));
      return;
    }
    SubmitPreview preview = file.preview().get();
    String name = preview.name().isBlank() ? file.fileName() : preview.name();
    top.getChildren().addAll(heading(name), new MarkLabel(file.mark(), file.word(TEXTS)));
    file.refusal()
        .ifPresent(
            why -> {
              Label text = wrapped(why);
              text.setId("preview-refusal");
              text.getStyleClass().add("note");
              top.getChildren().add(text);
            });
    if (!preview.problems().isEmpty()) {
      top.getChildren().add(new ProblemList(preview.problems(), source::goToProblem));
    }
    if (!preview.inputs().isEmpty()) {
      inputs.show(preview.inputs(), file.request().inputs());
      top.getChildren().addAll(section(TEXTS.get("inputs")), inputs);
    }
    top.getChildren().add(facts(file, preview));
    event.show(preview.triggers(), file.request().event());
    if (event.hasEvents()) {
      top.getChildren().add(event);
    }
    top.getChildren().add(options(file, preview));
    if (!preview.jobs().isEmpty()) {
      top.getChildren().addAll(section(TEXTS.get("jobs")), new JobPreviewGrid(preview.jobs()));
    }
    if (preview.submittable() && !preview.jobs().isEmpty()) {
      top.getChildren()
          .addAll(section(TEXTS.get("trust")), new TrustQuestions(preview, desk.fleet().workers()));
    }
    if (preview.submittable()) {
      String line = SubmitCommandLine.of(file.request());
      Button command = Facts.copyable(TEXTS.get("command"), line, line);
      command.setId("preview-command");
      command.setGraphic(Icons.of(Feather.TERMINAL));
      command.setWrapText(true);
      command.getStyleClass().add("command");
      top.getChildren().addAll(section(TEXTS.get("command")), command);
    }
    if (!divided) {
      divided = true;
      split.setDividerPositions(preview.problems().isEmpty() ? 0.68 : 0.5);
    }
    source.show(preview.source(), preview.problems());
  }

  private static Facts facts(PreviewFile file, SubmitPreview preview) {
    Facts facts = new Facts().add(TEXTS.get("fact.file"), file.path().toString());
    facts.add(
        TEXTS.get("fact.tags"),
        preview.tags().isEmpty() ? TEXTS.get("tags.none") : String.join(", ", preview.tags()));
    facts.add(TEXTS.get("fact.triggers"), String.join(", ", preview.triggers()));
    facts.add(
        TEXTS.get("fact.snapshot"),
        TEXTS.get(
            "snapshot",
            TEXTS.count("snapshot.files", preview.snapshotFiles()),
            Words.bytes(preview.snapshotBytes()),
            preview.snapshotSource()));
    preview.runId().ifPresent(id -> facts.id(TEXTS.get("fact.runId"), id));
    return facts;
  }

  private FlowPane options(PreviewFile file, SubmitPreview preview) {
    ComboBox<String> priority = new ComboBox<>();
    priority.setId("preview-priority");
    priority.setAccessibleText(TEXTS.get("priority"));
    for (int i = 1; i <= PRIORITIES; i++) {
      priority.getItems().add(TEXTS.get("priority.at", i));
    }
    priority.getSelectionModel().select(file.request().priority() - 1);
    priority.setOnAction(
        event -> {
          int chosen = priority.getSelectionModel().getSelectedIndex() + 1;
          ask.accept(file, file.request().withPriority(chosen));
        });
    CheckBox held = new CheckBox(TEXTS.get("held"));
    held.setId("preview-held");
    held.setAccessibleText(TEXTS.get("held"));
    held.setSelected(file.request().held());
    held.setOnAction(event -> ask.accept(file, file.request().withHeld(held.isSelected())));
    Button folder = Buttons.of(Feather.FOLDER, TEXTS.get("folder"), () -> chooseFolder(file));
    folder.setId("preview-folder");
    CheckBox network = new CheckBox(TEXTS.get("network"));
    network.setId("preview-network");
    network.setAccessibleText(TEXTS.get("network"));
    network.setSelected(file.request().network());
    network.setOnAction(
        event -> ask.accept(file, file.request().withNetwork(network.isSelected())));
    FlowPane options = new FlowPane(priority, held, network, folder);
    options
        .getChildren()
        .addAll(
            1,
            BoundsChoice.of(
                preview.terms(),
                file.request().bounds(),
                bounds -> ask.accept(file, file.request().withBounds(bounds))));
    if (preview.tags().isEmpty()) {
      CheckBox untagged = new CheckBox(TEXTS.get("untagged"));
      untagged.setId("preview-untagged");
      untagged.setAccessibleText(TEXTS.get("untagged"));
      untagged.setSelected(file.request().untagged());
      untagged.setOnAction(
          event -> ask.accept(file, file.request().withUntagged(untagged.isSelected())));
      options.getChildren().add(untagged);
    }
    if (preview.doubtful() || file.request().asIs()) {
      CheckBox asIs = new CheckBox(TEXTS.get("asIs"));
      asIs.setId("preview-as-is");
      asIs.setAccessibleText(TEXTS.get("asIs"));
      asIs.setSelected(file.request().asIs());
      asIs.setOnAction(event -> ask.accept(file, file.request().withAsIs(asIs.isSelected())));
      options.getChildren().add(asIs);
    }
    options.getStyleClass().add("options");
    return options;
  }

  private void chooseFolder(PreviewFile file) {
    try {
      desk.files()
          .folder(getScene().getWindow(), TEXTS.get("folder.choose"))
          .ifPresent(folder -> ask.accept(file, file.request().withFolder(folder)));
    } catch (RuntimeException e) {
      desk.notices().problem(TEXTS.get("folder.failed"), TEXTS.get("folder.instead"));
    }
  }

  private static Label heading(String text) {
    Label label = wrapped(text);
    label.getStyleClass().add("inspection-title");
    label.setId("preview-name");
    return label;
  }

  private static Label section(String text) {
    Label label = new Label(text);
    label.getStyleClass().add("section-title");
    return label;
  }

  private static Label wrapped(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    return label;
  }
}
