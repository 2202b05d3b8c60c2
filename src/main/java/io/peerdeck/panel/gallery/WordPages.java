package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.AutoGrid;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Pages;
import io.peerdeck.panel.part.WrapRow;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.RadioButton;
import javafx.scene.control.Tab;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// What is read and pressed.
final class WordPages {
  private static final Texts TEXTS = Texts.of("gallery");

  private WordPages() {}

  static Exhibit chips(Desk desk) {
    Exhibit exhibit = new Exhibit();
    for (Mark.Tone tone : Mark.Tone.values()) {
      exhibit.row(
          TEXTS.get("tone." + tone.name()),
          Arrays.stream(Mark.values())
              .filter(mark -> mark.tone() == tone)
              .map(MarkLabel::new)
              .toArray(Node[]::new));
    }
    return exhibit;
  }

  static Exhibit facts(Desk desk) {
    return new Exhibit().state(TEXTS.get("facts.kinds"), someFacts());
  }

  private static Facts someFacts() {
    return new Facts()
        .add(TEXTS.get("row.state"), Mark.IN_PROGRESS, Mark.IN_PROGRESS.word())
        .add(TEXTS.get("row.name"), "nightly-data")
        .id(TEXTS.get("row.id"), SampleFleet.PEERS.getFirst().id())
        .add(TEXTS.get("facts.long"), TEXTS.get("empty.text"))
        .copyable(TEXTS.get("facts.copied"), "/ip4/192.168.1.20/tcp/4001");
  }

  static Exhibit buttons(Desk desk) {
    return new Exhibit()
        .row(
            TEXTS.get("buttons.ranks"),
            button(""),
            button("accent"),
            button("flat"),
            button("danger"),
            button("link"),
            Buttons.icon(Feather.X, TEXTS.get("act.drop"), () -> {}))
        .row(
            TEXTS.get("buttons.off"),
            Stream.of("", "accent", "flat")
                .map(
                    style -> {
                      Button button = button(style);
                      button.setDisable(true);
                      return button;
                    })
                .toArray(Node[]::new))
        .state(TEXTS.get("buttons.toolbar"), toolbar())
        .row(TEXTS.get("buttons.choices"), choices())
        .row(TEXTS.get("buttons.typed"), typed());
  }

  private static Button button(String style) {
    Button button = Buttons.of(Feather.PLAY, TEXTS.get("act.open"), () -> {});
    if (!style.isEmpty()) {
      button.getStyleClass().add(style);
    }
    return button;
  }

  private static Node toolbar() {
    FlowPane bar = new FlowPane();
    bar.getStyleClass().add("toolbar");
    bar.getChildren().setAll(someActions().buttons("gallery"));
    return bar;
  }

  private static Actions<String> someActions() {
    Function<List<String>, List<Action.Choice>> three =
        rows -> SampleFleet.PEERS.stream().map(p -> new Action.Choice(p.name(), () -> {})).toList();
    return new Actions<>(
        List.of(
            Action.primary("open", Feather.PLAY, TEXTS.get("act.open"), () -> {}),
            Action.of("hold", Feather.PAUSE, TEXTS.get("act.hold"), r -> false, r -> {}),
            Action.choosing(
                "assign", Feather.USER_CHECK, TEXTS.get("act.assign"), r -> true, three),
            Action.danger("drop", Feather.TRASH_2, TEXTS.get("act.drop"), r -> true, r -> {})),
        List::of);
  }

  private static Node[] choices() {
    CheckBox check = new CheckBox(TEXTS.get("act.hold"));
    CheckBox checked = new CheckBox(TEXTS.get("act.hold"));
    checked.setSelected(true);
    RadioButton radio = new RadioButton(TEXTS.get("act.open"));
    radio.setSelected(true);
    ToggleButton toggle = new ToggleButton(TEXTS.get("act.hold"));
    ToggleButton on = new ToggleButton(TEXTS.get("act.hold"));
    on.setSelected(true);
    ChoiceBox<String> choice = new ChoiceBox<>();
    choice.getItems().setAll(SampleFleet.PEERS.stream().map(p -> p.name()).toList());
    choice.getSelectionModel().selectFirst();
    choice.setAccessibleText(TEXTS.get("row.name"));
    return new Node[] {check, checked, radio, toggle, on, choice};
  }

  private static Node[] typed() {
    TextField empty = new TextField();
    empty.setPromptText(TEXTS.get("row.name"));
    empty.setAccessibleText(TEXTS.get("row.name"));
    TextField filled = new TextField("nightly-data");
    filled.setAccessibleText(TEXTS.get("row.name"));
    ProgressBar progress = new ProgressBar(0.4);
    progress.setAccessibleText(TEXTS.get("act.open"));
    return new Node[] {empty, filled, progress};
  }

  static Exhibit empty(Desk desk) {
    return new Exhibit()
        .state(
            TEXTS.get("empty.alone"),
            new EmptyState(Feather.LIST, TEXTS.get("empty.title"), TEXTS.get("empty.text")),
            "note")
        .state(
            TEXTS.get("empty.actions"),
            new EmptyState(
                Feather.PLAY_CIRCLE,
                TEXTS.get("empty.title"),
                TEXTS.get("empty.text"),
                button("accent"),
                button("")),
            "note");
  }

  static Exhibit row(Desk desk) {
    return new Exhibit()
        .state(TEXTS.get("row.fits"), parts(TEXTS.get("act.open")), "filter-bar")
        .state(TEXTS.get("row.wraps"), parts(TEXTS.get("empty.text")), "filter-bar")
        .state(TEXTS.get("row.one"), someActions().row())
        .state(TEXTS.get("row.more"), someActions().row(), "exhibit-narrow");
  }

  private static WrapRow parts(String words) {
    Label text = new Label(words);
    text.setWrapText(true);
    HBox.setHgrow(text, Priority.ALWAYS);
    return new WrapRow(new MarkLabel(Mark.JOINING), text, button(""), button(""), button("accent"));
  }

  static Exhibit grid(Desk desk) {
    AutoGrid grid = new AutoGrid();
    for (Mark mark : List.of(Mark.READY, Mark.WARNING, Mark.RUNNING, Mark.PROBLEM, Mark.OFF)) {
      Label text = new Label(TEXTS.get("empty.text"));
      text.setWrapText(true);
      VBox cell = new VBox(new MarkLabel(mark), text);
      cell.getStyleClass().addAll("note", "grid-cell");
      grid.getChildren().add(cell);
    }
    return new Exhibit().state(TEXTS.get("grid.five"), grid, "tiles");
  }

  static Exhibit pages(Desk desk) {
    Pages pages = new Pages();
    pages.setAccessibleText(TEXTS.get("page.pages"));
    pages
        .getTabs()
        .setAll(
            new Tab(TEXTS.get("page.facts"), someFacts()),
            new Tab(
                TEXTS.get("page.empty"),
                new EmptyState(Feather.LIST, TEXTS.get("empty.title"), TEXTS.get("empty.text"))));
    return new Exhibit().state(TEXTS.get("pages.two"), pages);
  }

  static Exhibit inspector(Desk desk) {
    InspectorPane filled = new InspectorPane(() -> {});
    filled.show(
        Optional.of(
            new Inspection("nightly-data")
                .mark(Mark.SUSPECT, Mark.SUSPECT.word())
                .note(TEXTS.get("inspector.why"))
                .part(someFacts())
                .command("peerdeck run show nightly-data")));
    return new Exhibit()
        .state(TEXTS.get("inspector.filled"), filled, "exhibit-tall")
        .state(TEXTS.get("inspector.none"), new InspectorPane(() -> {}), "exhibit-tall");
  }
}
