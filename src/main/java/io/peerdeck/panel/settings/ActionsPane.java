package io.peerdeck.panel.settings;

import io.peerdeck.node.Node;
import io.peerdeck.node.VendoredAction;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.CommandWords;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.FileChoice;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Window;
import org.kordamp.ikonli.feather.Feather;

/// Third-party actions the fleet keeps: listed, taken from a folder or an archive, removed.
final class ActionsPane extends ScrollPane {
  private static final Texts TEXTS = Texts.of("settings");

  private final Desk desk;
  private final TextField uses = PageParts.field(new TextField(), "action-uses", "actions.uses");
  private final TextField path = PageParts.field(new TextField(), "action-path", "actions.path");
  private final VBox kept = new VBox();
  private List<VendoredAction> shown = List.of();

  /// A dialog that asks for a folder or a file.
  private interface Choosing {
    Optional<Path> choose(FileChoice files, Window owner);
  }

  ActionsPane(Desk desk) {
    this.desk = desk;
    Button folder =
        button(
            "action-folder",
            Feather.FOLDER,
            "actions.folder",
            () -> choose((files, owner) -> files.folder(owner, TEXTS.get("actions.folder"))));
    Button archive =
        button(
            "action-archive",
            Feather.ARCHIVE,
            "actions.archive",
            () -> choose((files, owner) -> files.archive(owner, TEXTS.get("actions.archive"))));
    Button vendor = button("action-vendor", Feather.DOWNLOAD, "actions.vendor", this::vendor);
    PageParts.entered(vendor, uses, path);
    Button command =
        Buttons.icon(Feather.TERMINAL, TEXTS.get("command"), () -> DataTableKeys.copied(command()));
    VBox all =
        new VBox(
            PageParts.title("actions.title"),
            PageParts.muted(TEXTS.get("actions.what")),
            uses,
            PageParts.line(path, folder, archive),
            PageParts.line(vendor, command),
            kept);
    all.getStyleClass().add("settings-page");
    kept.getStyleClass().add("settings");
    setContent(all);
    setFitToWidth(true);
    setId("actions-scroll");
    setAccessibleText(TEXTS.get("tab.actions"));
  }

  void show(List<VendoredAction> actions) {
    if (actions.equals(shown) && !kept.getChildren().isEmpty()) {
      return;
    }
    shown = List.copyOf(actions);
    kept.getChildren().setAll(actions.stream().map(this::row).toList());
    if (actions.isEmpty()) {
      kept.getChildren().add(PageParts.muted(TEXTS.get("actions.none")));
    }
  }

  private VBox row(VendoredAction action) {
    Label about =
        PageParts.muted(
            TEXTS.get(
                "actions.about",
                TEXTS.count("actions.files", action.files()),
                Words.bytes(action.bytes()),
                action.by().name()));
    HBox.setHgrow(about, Priority.ALWAYS);
    about.setMaxWidth(Double.MAX_VALUE);
    Button copy =
        Buttons.icon(
            Feather.COPY,
            TEXTS.get("actions.copy", action.uses()),
            () -> DataTableKeys.copied("uses: " + action.uses()));
    Button remove =
        Buttons.of(
            Feather.TRASH_2,
            TEXTS.get("actions.remove"),
            () ->
                desk.overlay()
                    .confirm(
                        TEXTS.get("actions.removeTitle", action.uses()),
                        TEXTS.get("actions.removeText"),
                        TEXTS.get("actions.remove"),
                        () ->
                            act(
                                TEXTS.get("actions.removing", action.uses()),
                                node -> node.removeAction(action.uses()),
                                () -> {})));
    Buttons.told(remove, () -> "peerdeck action remove " + action.uses());
    remove.setId("action-remove-" + action.uses().replaceAll("[^A-Za-z0-9]", "-"));
    remove.setAccessibleText(TEXTS.get("actions.removeThis", action.uses()));
    remove.setMinWidth(USE_PREF_SIZE);
    VBox row = new VBox(PageParts.name(action.uses()), PageParts.line(about, copy, remove));
    row.getStyleClass().add("setting");
    return row;
  }

  private void choose(Choosing choosing) {
    try {
      choosing
          .choose(desk.files(), getScene().getWindow())
          .ifPresent(chosen -> path.setText(chosen.toString()));
    } catch (RuntimeException e) {
      desk.notices().problem(TEXTS.get("actions.noDialog"), TEXTS.get("actions.instead"));
    }
  }

  private void vendor() {
    String name = uses.getText().strip();
    String from = path.getText().strip();
    Path source;
    try {
      source = Path.of(from).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      desk.notices()
          .problem(TEXTS.get("actions.vendoring", name), TEXTS.get("actions.noPath", from));
      return;
    }
    act(
        TEXTS.get("actions.vendoring", name),
        node -> node.vendorAction(name, source),
        () -> {
          uses.clear();
          path.clear();
          desk.toasts().done(TEXTS.get("actions.done", name));
        });
  }

  private void act(String failure, Consumer<Node> action, Runnable then) {
    desk.bridge()
        .act(
            failure,
            node -> {
              action.accept(node);
              return node.actions();
            },
            now -> {
              show(now);
              then.run();
            });
  }

  private String command() {
    return "peerdeck action vendor "
        + CommandWords.quoted(uses.getText().strip())
        + " "
        + CommandWords.quoted(path.getText().strip());
  }

  private static Button button(String id, Feather icon, String text, Runnable action) {
    Button button = Buttons.of(icon, TEXTS.get(text), action);
    button.setId(id);
    button.setMinWidth(USE_PREF_SIZE);
    return button;
  }
}
