package io.peerdeck.panel.run;

import io.peerdeck.node.ArtifactFile;
import io.peerdeck.node.TaskView.ArtifactView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.WrapRow;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.ImageView;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// A task's artifacts, their files, and what is in the chosen file.
final class ArtifactsPane extends VBox {
  private static final Texts TEXTS = Texts.of("task");
  private final Desk desk;
  private final WrapRow heads = new WrapRow();
  private final ToggleGroup opened = new ToggleGroup();
  private final ListView<ArtifactFile> files = new ListView<>();
  private final StackPane preview = new StackPane();
  private final Label about = new Label();
  private final SplitPane split = new SplitPane();
  private Optional<List<ArtifactView>> shown = Optional.empty();
  private long asked;

  ArtifactsPane(Desk desk) {
    this.desk = desk;
    getStyleClass().add("artifacts");
    heads.getStyleClass().add("options");
    files.setId("artifact-files");
    files.setAccessibleText(TEXTS.get("artifact.files"));
    files.setCellFactory(list -> new FileCell());
    files
        .getSelectionModel()
        .selectedItemProperty()
        .addListener((o, was, is) -> Optional.ofNullable(is).ifPresent(this::preview));
    Label none = new Label(TEXTS.get("artifact.noFiles"));
    none.setWrapText(true);
    none.getStyleClass().add("fact-name");
    files.setPlaceholder(none);
    about.setId("artifact-about");
    about.setWrapText(true);
    about.setMinHeight(USE_PREF_SIZE);
    about.getStyleClass().add("fact-name");
    VBox right = new VBox(about, preview);
    right.getStyleClass().add("artifact-preview");
    VBox.setVgrow(preview, Priority.ALWAYS);
    split.getItems().setAll(files, right);
    split.setDividerPositions(0.35);
    VBox.setVgrow(split, Priority.ALWAYS);
    getChildren().setAll(heads, split);
  }

  void show(List<ArtifactView> artifacts) {
    if (shown.filter(artifacts::equals).isPresent()) {
      return;
    }
    shown = Optional.of(artifacts);
    files.getItems().clear();
    blank("");
    opened.getToggles().clear();
    split.setVisible(!artifacts.isEmpty());
    if (artifacts.isEmpty()) {
      Label none = new Label(TEXTS.get("artifact.none"));
      none.getStyleClass().add("fact-name");
      heads.parts(List.of(none));
      return;
    }
    heads.parts(artifacts.stream().map(this::head).toList());
    opened.getToggles().getFirst().setSelected(true);
    choose(artifacts.getFirst());
  }

  private WrapRow head(ArtifactView artifact) {
    ToggleButton open =
        new ToggleButton(
            TEXTS.get("artifact.head", artifact.name(), Words.bytes(artifact.bytes())),
            Icons.of(Feather.PACKAGE));
    open.setMnemonicParsing(false);
    open.getStyleClass().add("flat");
    open.setToggleGroup(opened);
    open.setOnAction(
        event -> {
          open.setSelected(true);
          choose(artifact);
        });
    open.setId("artifact-" + artifact.name());
    Button save =
        Buttons.icon(
            Feather.DOWNLOAD,
            TEXTS.get("artifact.saveNamed", artifact.name()),
            () -> TaskInspection.save(desk, artifact));
    WrapRow line =
        new WrapRow(
            open,
            Facts.copyable(
                TEXTS.get("artifact.cid"), Words.shortId(artifact.cid()), artifact.cid()),
            save);
    line.getStyleClass().add("artifact-line");
    return line;
  }

  private void choose(ArtifactView artifact) {
    files.getItems().clear();
    long question = ++asked;
    blank(TEXTS.get("artifact.reading", artifact.name()));
    desk.bridge()
        .act(
            TEXTS.get("artifact.unreadable", artifact.name()),
            node -> node.artifactFiles(artifact.cid()),
            read -> {
              if (question == asked) {
                files.getItems().setAll(read);
                blank(TEXTS.get("artifact.choose.file"));
                files.getSelectionModel().selectFirst();
              }
            },
            e -> {
              if (question == asked) {
                blank(desk.bridge().message(e));
              }
            });
  }

  private void preview(ArtifactFile file) {
    long question = ++asked;
    blank(TEXTS.get("artifact.reading", file.path()));
    desk.bridge()
        .act(
            TEXTS.get("artifact.unreadable", file.path()),
            node -> FilePreview.read(node, file),
            read -> {
              if (question == asked) {
                show(file, read);
              }
            },
            e -> {
              if (question == asked) {
                blank(desk.bridge().message(e));
              }
            });
  }

  private void blank(String words) {
    about.setText(words);
    preview.getChildren().clear();
  }

  private void show(ArtifactFile file, FilePreview read) {
    switch (read) {
      case FilePreview.Nothing nothing -> blank(nothing.why());
      case FilePreview.Lines text -> {
        about.setText(
            text.cut()
                ? TEXTS.get("preview.textCut", file.path(), Words.bytes(file.bytes()))
                : TEXTS.get("preview.text", file.path(), Words.bytes(file.bytes())));
        preview.getChildren().setAll(lines(text.lines()));
      }
      case FilePreview.Picture picture -> {
        PictureSize size = picture.size();
        about.setText(
            TEXTS.get("preview.picture", file.path(), size.kind(), size.width(), size.height()));
        preview.getChildren().setAll(picture(picture, file.path()));
      }
    }
  }

  private static Region lines(List<String> text) {
    ListView<String> lines = new ListView<>();
    lines.setId("artifact-text");
    lines.getItems().setAll(text);
    lines.setAccessibleText(TEXTS.get("preview.content"));
    lines.setCellFactory(list -> new TextCell());
    return lines;
  }

  private static Region picture(FilePreview.Picture picture, String path) {
    ImageView view = new ImageView(picture.image());
    view.setId("artifact-picture");
    view.setAccessibleText(TEXTS.get("preview.pictureOf", path));
    StackPane ground = new StackPane(view);
    ground.getStyleClass().add("picture-ground");
    ScrollPane scroll = new ScrollPane(ground);
    scroll.setAccessibleText(TEXTS.get("preview.pictureOf", path));
    scroll.setFitToHeight(true);
    scroll.setFitToWidth(true);
    return scroll;
  }

  /// Name and size of a file.
  private static final class FileCell extends ListCell<ArtifactFile> {
    @Override
    protected void updateItem(ArtifactFile file, boolean empty) {
      super.updateItem(file, empty);
      setMnemonicParsing(false);
      if (empty || file == null) {
        setText(null);
        setGraphic(null);
        return;
      }
      String words = TEXTS.get("artifact.file", file.path(), Words.bytes(file.bytes()));
      setText(words);
      setGraphic(Icons.of(Feather.FILE));
      setAccessibleText(words);
    }
  }

  /// One line of a text.
  private static final class TextCell extends ListCell<String> {
    TextCell() {
      getStyleClass().addAll("log-cell", "text-cell");
      setMnemonicParsing(false);
      setAlignment(Pos.CENTER_LEFT);
    }

    @Override
    protected void updateItem(String line, boolean empty) {
      super.updateItem(line, empty);
      setText(empty ? null : line);
    }
  }
}
