package io.peerdeck.panel;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Icons;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DragEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Takes files, folders and invitations dropped anywhere on the window. While they hover the window
/// dims and says what letting go would do. What is no workflow file is refused one by one, with the
/// reason.
final class DropTarget extends StackPane {
  private static final Texts TEXTS = Texts.of("shell");
  private final Label title = new Label();
  private final Label text = new Label();
  private final VBox card = new VBox();
  private final Consumer<List<Path>> drop;
  private final Consumer<String> invited;

  DropTarget(Scene scene, Consumer<List<Path>> drop, Consumer<String> invited) {
    this.drop = drop;
    this.invited = invited;
    setId("drop");
    getStyleClass().add("drop");
    setMouseTransparent(true);
    setVisible(false);
    title.getStyleClass().add("empty-title");
    title.setId("drop-title");
    text.setWrapText(true);
    card.getChildren().setAll(Icons.of(Feather.DOWNLOAD, "empty-icon"), title, text);
    card.getStyleClass().add("drop-card");
    card.setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
    scene.addEventFilter(DragEvent.DRAG_OVER, this::over);
    scene.addEventFilter(DragEvent.DRAG_EXITED_TARGET, this::left);
    scene.addEventFilter(DragEvent.DRAG_DROPPED, this::dropped);
  }

  private void over(DragEvent event) {
    if (invitation(event.getDragboard()).isPresent()) {
      event.acceptTransferModes(TransferMode.COPY_OR_MOVE);
      title.setText(TEXTS.get("drop.invite"));
      text.setText(TEXTS.get("drop.inviteText"));
      show();
      event.consume();
      return;
    }
    List<Path> files = files(event.getDragboard());
    if (files.isEmpty()) {
      return;
    }
    event.acceptTransferModes(TransferMode.COPY);
    long workflows = files.stream().filter(DropTarget::isWorkflow).count();
    boolean any = workflows > 0 || files.stream().anyMatch(DropTarget::maybeFolder);
    String what = workflows > 0 ? TEXTS.count("drop.preview", workflows) : TEXTS.get("drop.folder");
    title.setText(any ? what : TEXTS.get("drop.none"));
    text.setText(any ? TEXTS.get("drop.text") : TEXTS.get("drop.noneText"));
    show();
    event.consume();
  }

  private void show() {
    getChildren().setAll(card);
    setVisible(true);
  }

  private void left(DragEvent event) {
    setVisible(false);
  }

  private void dropped(DragEvent event) {
    List<Path> files = files(event.getDragboard());
    setVisible(false);
    Optional<String> invitation = invitation(event.getDragboard());
    if (invitation.isPresent()) {
      invited.accept(invitation.get());
      event.setDropCompleted(true);
      event.consume();
    } else if (!files.isEmpty()) {
      drop.accept(files);
      event.setDropCompleted(true);
      event.consume();
    }
  }

  static Optional<String> invitation(Clipboard board) {
    return board.hasString() ? Invitation.in(board.getString()) : Optional.empty();
  }

  static List<Path> files(Clipboard board) {
    return board.hasFiles() ? board.getFiles().stream().map(File::toPath).toList() : List.of();
  }

  /// By its name alone: the disk may be slow, and the pointer is moving.
  private static boolean maybeFolder(Path file) {
    return String.valueOf(file.getFileName()).lastIndexOf('.') <= 0;
  }

  static boolean isWorkflow(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".yml") || name.endsWith(".yaml");
  }
}
