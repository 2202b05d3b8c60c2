package io.peerdeck.panel.preview;

import io.peerdeck.node.RunSummary;
import io.peerdeck.node.SubmitRequest;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.part.WrapRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What submitting the dropped or chosen files would do, one by one, before anything is done.
public final class PreviewView extends View {
  private static final Texts TEXTS = Texts.of("preview");
  private final Desk desk;
  private final List<Path> dropped;
  private final Map<Path, SubmitRequest> asked;
  private final StackPane middle = new StackPane();
  private final Label title = new Label();
  private final Label notes = new Label();
  private List<PreviewFile> files = List.of();
  private boolean found;
  private final VBox root = new VBox();
  private final ListView<PreviewFile> list = new ListView<>();
  private final PreviewDetail detail;
  private final Button submit;
  private final Label summary = new Label();
  private boolean failedOne;

  public PreviewView(Desk desk, List<Path> paths) {
    this(desk, paths, Map.of());
  }

  /// Of files of which more is known than where they are.
  public static PreviewView of(Desk desk, List<SubmitRequest> requests) {
    return new PreviewView(
        desk,
        requests.stream().map(SubmitRequest::file).toList(),
        requests.stream().collect(Collectors.toMap(SubmitRequest::file, Function.identity())));
  }

  private PreviewView(Desk desk, List<Path> paths, Map<Path, SubmitRequest> asked) {
    this.desk = desk;
    this.dropped = List.copyOf(paths);
    this.asked = Map.copyOf(asked);
    this.detail = new PreviewDetail(desk, this::ask, this::refresh);
    root.getStyleClass().add("preview");
    title.setText(TEXTS.get("title.looking"));
    title.getStyleClass().add("screen-title");
    Button close = Buttons.of(Feather.X, TEXTS.get("close"), desk.navigator()::leavePreview);
    close.setId("preview-close");
    submit = Buttons.of(Feather.UPLOAD, "", this::submit, "accent");
    submit.setId("preview-submit");
    summary.getStyleClass().add("count");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    WrapRow foot = new WrapRow(submit, close, space, summary);
    foot.getStyleClass().add("table-footer");
    list.setId("preview-files");
    list.setAccessibleText(TEXTS.get("files"));
    list.setCellFactory(l -> new FileCell(this::refresh));
    list.getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, is) -> Optional.ofNullable(is).ifPresent(detail::show));
    list.setMinWidth(200);
    notes.setId("preview-notes");
    notes.setWrapText(true);
    notes.getStyleClass().add("note");
    notes.setVisible(false);
    notes.setManaged(false);
    VBox.setVgrow(middle, Priority.ALWAYS);
    root.getChildren().setAll(title, notes, middle, foot);
    refresh();
    desk.bridge().act(TEXTS.get("looking"), node -> DroppedFiles.of(dropped), this::found);
  }

  private void found(DroppedFiles.Found read) {
    found = true;
    List<PreviewFile> all = new ArrayList<>();
    for (Path path : read.files()) {
      all.add(new PreviewFile(asked.getOrDefault(path, SubmitRequest.of(path))));
    }
    read.refused().forEach(no -> all.add(PreviewFile.refused(no.file(), no.why())));
    files = List.copyOf(all);
    notes.setText(String.join("\n", read.notes()));
    notes.setVisible(!read.notes().isEmpty());
    notes.setManaged(!read.notes().isEmpty());
    if (files.isEmpty()) {
      title.setText(TEXTS.get("title.none"));
      middle
          .getChildren()
          .setAll(
              new EmptyState(
                  Feather.FILE, TEXTS.get("none.title"), TEXTS.get("none.text"), chooseButton()));
      refresh();
      return;
    }
    title.setText(TEXTS.count("title", files.size()));
    list.getItems().setAll(files);
    Region content = detail;
    if (files.size() > 1) {
      SplitPane split = new SplitPane(list, detail);
      split.setDividerPositions(0.28);
      SplitPane.setResizableWithParent(list, false);
      content = split;
    }
    middle.getChildren().setAll(content);
    files.stream()
        .filter(file -> file.failure().isEmpty())
        .forEach(file -> ask(file, file.request()));
    list.getSelectionModel().selectFirst();
    refresh();
    if (attached()) {
      focus();
    }
  }

  private Button chooseButton() {
    Button choose =
        Buttons.of(
            Feather.UPLOAD, TEXTS.get("none.choose"), desk.navigator()::chooseFiles, "accent");
    choose.setId("preview-choose");
    return choose;
  }

  public List<PreviewFile> files() {
    return files;
  }

  /// Whether all that was wanted of it is submitted.
  public boolean submitted() {
    return files.stream().anyMatch(file -> file.submitted().isPresent())
        && files.stream().allMatch(file -> file.submitted().isPresent() || !file.wanted());
  }

  @Override
  public List<Offer> offers() {
    return submit.isDisabled() ? List.of() : List.of(submitting());
  }

  @Override
  public List<Offer> keys() {
    return List.of(
        submitting(),
        key("next", Feather.CHEVRON_DOWN, "F8", () -> detail.toProblem(1)),
        key("previous", Feather.CHEVRON_UP, "Shift+F8", () -> detail.toProblem(-1)));
  }

  private Offer submitting() {
    return key("submit", Feather.UPLOAD, "Shortcut+Enter", submit::fire);
  }

  private static Offer key(String name, Feather icon, String keys, Runnable run) {
    return new Offer(
        "preview." + name,
        icon,
        TEXTS.get("key." + name),
        "",
        Optional.of(KeyCombination.valueOf(keys)),
        Optional.empty(),
        run);
  }

  @Override
  public Region root() {
    return root;
  }

  @Override
  public boolean inspects() {
    return false;
  }

  @Override
  public void focus() {
    (files.size() > 1 ? list : submit).requestFocus();
  }

  private void ask(PreviewFile file, SubmitRequest request) {
    int question = file.ask(request);
    desk.bridge()
        .act(
            TEXTS.get("reading", file.fileName()),
            node -> node.preview(request),
            answer -> {
              file.answered(question, answer);
              refresh(file);
            },
            e -> {
              file.failed(question, desk.bridge().message(e));
              refresh(file);
            });
    refresh();
  }

  private void refresh(PreviewFile file) {
    if (list.getSelectionModel().getSelectedItem() == file) {
      detail.show(file);
    }
    refresh();
  }

  private void refresh() {
    list.refresh();
    List<PreviewFile> ready = chosen();
    submit.setDisable(ready.isEmpty());
    String text = TEXTS.count("submit", ready.size());
    submit.setText(text);
    submit.setAccessibleText(text);
    if (!found) {
      summary.setText("");
      return;
    }
    long broken = files.stream().filter(file -> file.mark() == Mark.PROBLEM).count();
    summary.setText(broken == 0 ? TEXTS.count("all", files.size()) : TEXTS.count("broken", broken));
  }

  private List<PreviewFile> chosen() {
    return files.stream().filter(file -> file.wanted() && file.ready()).toList();
  }

  private void submit() {
    failedOne = false;
    for (PreviewFile file : chosen()) {
      file.submitting(true);
      SubmitRequest request =
          file.preview()
              .flatMap(p -> p.runId())
              .map(file.request()::withRunId)
              .orElse(file.request());
      desk.bridge()
          .act(
              TEXTS.get("failed", file.fileName()),
              node -> node.submit(request),
              run -> submitted(file, run),
              e -> failed(file, e));
    }
    refresh();
  }

  private void submitted(PreviewFile file, RunSummary run) {
    file.submitted(run);
    desk.notices().tell(TEXTS.get("done", run.name(), Words.shortId(run.id())), "");
    refresh(file);
    if (attached() && submitted() && !failedOne) {
      List<PreviewFile> done = files.stream().filter(f -> f.submitted().isPresent()).toList();
      if (done.size() == 1) {
        desk.navigator().openRun(run.id(), Optional.empty());
      } else {
        desk.navigator().show(Screen.QUEUE);
      }
    }
  }

  private void failed(PreviewFile file, RuntimeException e) {
    failedOne = true;
    file.refused(desk.bridge().message(e));
    desk.notices().problem(TEXTS.get("failed", file.fileName()), desk.bridge().message(e));
    refresh(file);
  }
}
