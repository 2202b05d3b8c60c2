package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.panel.bridge.Notice;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.look.LookMenu;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Tip;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;

/// Who am I, how is the fleet, what needs me.
final class Header extends HBox {
  private static final Texts TEXTS = Texts.of("shell");
  private final HBox app = new HBox();
  private final Label self = new Label();
  private final MarkLabel network = new MarkLabel();
  private final Label peers = new Label();
  private final Label running = new Label();
  private final Button submit;
  private final Button needs;
  private final ToggleButton details;
  private final ToggleButton pause;
  private int warnings;
  private int errors;

  Header(Shell shell, Look look) {
    setId("header");
    getStyleClass().add("header");
    Text name = Icons.of(Feather.LAYERS, "app-icon");
    Label word = new Label("Peerdeck");
    word.getStyleClass().add("app-name");
    word.setMinWidth(USE_PREF_SIZE);
    self.setGraphic(Icons.of(Feather.MONITOR));
    self.getStyleClass().add("self");
    peers.getStyleClass().add("fact-name");
    running.getStyleClass().add("fact-name");
    network.setMinWidth(USE_PREF_SIZE);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    submit = Buttons.of(Feather.UPLOAD, TEXTS.get("submit"), shell::chooseFiles, "accent");
    submit.setId("header-submit");
    submit.setMinWidth(USE_PREF_SIZE);
    Tip.on(submit, TEXTS.get("submit.tooltip"));
    LookMenu theme = new LookMenu(look);
    theme.setId("header-look");
    needs = Buttons.icon(Feather.FLAG, "", () -> Needs.show(shell.desk()));
    needs.setId("header-needs");
    needs.getStyleClass().remove("button-icon");
    needs.setMinWidth(USE_PREF_SIZE);
    details = new ToggleButton(null, Icons.of(Feather.SIDEBAR));
    details.setId("header-details");
    details.getStyleClass().addAll("button-icon", "flat");
    Buttons.name(details, TEXTS.get("details"));
    details.setOnAction(event -> shell.toggleDetails());
    Button search = Buttons.icon(Feather.SEARCH, TEXTS.get("search"), shell::openPalette);
    search.setId("header-search");
    pause = new ToggleButton(null, Icons.of(Feather.PAUSE));
    pause.setId("header-pause");
    pause.getStyleClass().addAll("button-icon", "flat");
    pause.setOnAction(event -> shell.togglePause());
    shell.desk().bridge().pause().state().addListener((o, was, is) -> paused(is.on()));
    paused(false);
    app.getChildren().setAll(name, word);
    app.getStyleClass().add("app");
    getChildren()
        .setAll(
            app, self, network, peers, running, space, submit, search, pause, needs, theme,
            details);
    needs();
  }

  void show(NodeStatus status) {
    self.setText(status.self().name());
    Tip.on(self, status.self().name() + "\n" + TEXTS.get("self.tooltip", status.self().id()));
    Mark mark = Mark.of(status.network());
    network.show(mark, mark.word());
    Tip.on(network, status.networkReason());
    peers.setText(TEXTS.get("peers", status.membersOnline(), status.members()));
    running.setText(TEXTS.get("running", status.slotsBusy(), status.slots()));
    warnings = status.warnings().size();
    needs();
  }

  void errors(List<Notice> unread) {
    errors = (int) unread.stream().filter(Notice::error).count();
    needs();
  }

  void details(boolean shown) {
    details.setSelected(shown);
  }

  private void paused(boolean on) {
    pause.setSelected(on);
    pause.setGraphic(Icons.of(on ? Feather.PLAY : Feather.PAUSE));
    Buttons.name(pause, TEXTS.get(on ? "pause.stop" : "pause.start"));
  }

  /// Where the room is little, facts the overview shows as well give way and buttons are icons.
  void compact(boolean little) {
    for (Node fact : List.of(peers, running, app)) {
      fact.setVisible(!little);
      fact.setManaged(!little);
    }
    submit.setText(little ? null : TEXTS.get("submit"));
  }

  private void needs() {
    int all = warnings + errors;
    needs.setText(all == 0 ? null : String.valueOf(all));
    needs.getStyleClass().remove("needs-some");
    if (all > 0) {
      needs.getStyleClass().add("needs-some");
    }
    Buttons.name(needs, all == 0 ? TEXTS.get("needs.none") : TEXTS.count("needs", all));
  }
}
