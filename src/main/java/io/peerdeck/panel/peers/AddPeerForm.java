package io.peerdeck.panel.peers;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.CommandWords;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;

/// Adds a peer by its address, and gives away this machine's own.
final class AddPeerForm extends HBox {
  private static final Texts TEXTS = Texts.of("peers");
  private final Desk desk;
  private final TextField address = new TextField();
  private final TextField name = new TextField();
  private final Button add;
  private boolean admin;
  private boolean adding;

  AddPeerForm(Desk desk) {
    this.desk = desk;
    add = Buttons.of(Feather.USER_PLUS, TEXTS.get("add"), this::add);
    add.setId("peers-add");
    add.setMinWidth(USE_PREF_SIZE);
    add.setDisable(true);
    address.setId("peers-address");
    address.setPromptText(TEXTS.get("add.address"));
    address.setAccessibleText(TEXTS.get("add.accessible"));
    address.textProperty().addListener(o -> check());
    address.setOnAction(event -> add());
    HBox.setHgrow(address, Priority.ALWAYS);
    name.setId("peers-name");
    name.setPromptText(TEXTS.get("add.name"));
    name.setAccessibleText(TEXTS.get("add.name"));
    name.setOnAction(event -> add());
    Button command =
        Buttons.icon(
            Feather.TERMINAL, TEXTS.get("add.command"), () -> DataTableKeys.copied(command()));
    command.setId("peers-add-command");
    Button copy = Buttons.of(Feather.COPY, TEXTS.get("copyMine"), this::copyAddress);
    copy.setId("peers-copy-address");
    copy.setMinWidth(USE_PREF_SIZE);
    getStyleClass().add("table-footer");
    getChildren().setAll(address, name, add, command, copy);
    admin(false);
  }

  /// Only an admin may add.
  void admin(boolean may) {
    admin = may;
    address.setDisable(!may);
    name.setDisable(!may);
    address.setPromptText(TEXTS.get(may ? "add.address" : "add.adminOnly"));
    check();
  }

  private void check() {
    add.setDisable(!admin || adding || address.getText().isBlank());
  }

  private void add() {
    String wanted = address.getText().strip();
    if (add.isDisabled()) {
      return;
    }
    Optional<String> called = Optional.of(name.getText().strip()).filter(text -> !text.isEmpty());
    adding(true);
    desk.bridge()
        .act(
            TEXTS.get("add.failed"),
            node -> node.addPeer(wanted, called),
            peer -> {
              address.clear();
              name.clear();
              adding(false);
              desk.toasts().done(TEXTS.get("add.done", peer.peer().name()));
            },
            e -> {
              adding(false);
              desk.notices().problem(TEXTS.get("add.failed"), desk.bridge().message(e));
            });
  }

  private String command() {
    String to = address.getText().isBlank() ? "ADDRESS" : address.getText().strip();
    String called = name.getText().strip();
    return "peerdeck peer add "
        + CommandWords.quoted(to)
        + (called.isEmpty() ? "" : " --name " + CommandWords.quoted(called));
  }

  private void adding(boolean on) {
    adding = on;
    check();
  }

  private void copyAddress() {
    List<String> addresses =
        desk.fleet().status().get().map(NodeStatus::addresses).orElse(List.of());
    if (addresses.isEmpty()) {
      desk.notices().problem(TEXTS.get("copyMine.none"), TEXTS.get("copyMine.noneText"));
      return;
    }
    DataTableKeys.copy(addresses.getFirst());
    desk.toasts().done(TEXTS.get("copyMine.done", addresses.getFirst()));
  }
}
