package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryPage;
import io.peerdeck.node.PeerRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.WrapRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.util.Duration;
import javafx.util.StringConverter;
import org.controlsfx.control.textfield.CustomTextField;
import org.kordamp.ikonli.feather.Feather;

/// What narrows the clock: a text, a kind, an author. A CID goes to its entry instead.
final class ClockSearch extends WrapRow {
  private static final Texts TEXTS = Texts.of("clock");

  private static final String NAME = "clock.filter";

  /// A multibase letter, a version and a codec are `baf…` in base32; less names no one entry.
  private static final int SHORTEST_CID = 12;

  private final Desk desk;
  private final Consumer<ClockFilter> filtered;
  private final Consumer<String> goTo;
  private final CustomTextField text = new CustomTextField();
  private final ComboBox<Optional<String>> kind = new ComboBox<>();
  private final ComboBox<Optional<PeerRef>> author = new ComboBox<>();
  private final PauseTransition typing = new PauseTransition(Duration.millis(200));
  private ClockFilter last = ClockFilter.NONE;

  /// What survives a restart.
  private record Kept(String text, Optional<String> kind, Optional<PeerRef> author) {}

  ClockSearch(Desk desk, Consumer<ClockFilter> filtered, Consumer<String> goTo) {
    this.desk = desk;
    this.filtered = filtered;
    this.goTo = goTo;
    getStyleClass().add("filter-bar");
    Label title = new Label(TEXTS.get("title"));
    title.getStyleClass().add("screen-title");
    title.setMinWidth(Region.USE_PREF_SIZE);
    text.setId("clock-search");
    text.setLeft(Icons.of(Feather.SEARCH));
    text.setPromptText(TEXTS.get("search"));
    text.setAccessibleText(TEXTS.get("search"));
    typing.setOnFinished(event -> typed());
    text.textProperty().addListener(o -> typing.playFromStart());
    text.setOnAction(event -> typed());
    HBox.setHgrow(text, Priority.ALWAYS);
    kind.setId("clock-kind");
    kind.setAccessibleText(TEXTS.get("kind.choose"));
    kind.setConverter(words(chosen -> chosen.map(ClockWords::kind).orElse(TEXTS.get("kind.any"))));
    kind.getItems()
        .setAll(
            Stream.concat(Stream.of(Optional.<String>empty()), ClockWords.kinds().map(Optional::of))
                .toList());
    kind.setValue(Optional.empty());
    kind.setOnAction(event -> changed());
    author.setId("clock-author");
    author.setAccessibleText(TEXTS.get("author.choose"));
    author.setConverter(words(chosen -> chosen.map(PeerRef::name).orElse(TEXTS.get("author.any"))));
    author.getItems().setAll(List.of(Optional.empty()));
    author.setValue(Optional.empty());
    author.setOnAction(event -> changed());
    getChildren().addAll(title, text, kind, author);
  }

  /// Asks for what was asked for when the panel was last open.
  void restore() {
    desk.memory().recall(NAME, Kept.class).ifPresent(this::show);
  }

  private void show(Kept kept) {
    if (!author.getItems().contains(kept.author())) {
      author.getItems().add(kept.author());
    }
    text.setText(kept.text());
    typing.stop();
    kind.setValue(kept.kind());
    author.setValue(kept.author());
    changed();
  }

  void focusField() {
    text.requestFocus();
  }

  /// Offers the authors of these entries too.
  void authors(EntryPage page) {
    List<Optional<PeerRef>> known = author.getItems();
    List<Optional<PeerRef>> others =
        Stream.concat(
                page.entries().stream().map(entry -> entry.author()),
                desk.fleet().peers().get().stream().map(peer -> peer.peer()))
            .distinct()
            .map(Optional::of)
            .filter(peer -> !known.contains(peer))
            .toList();
    known.addAll(others);
  }

  /// Back to all entries.
  void clear() {
    text.clear();
    typing.stop();
    kind.setValue(Optional.empty());
    author.setValue(Optional.empty());
    changed();
  }

  /// What is shown where no entry is as asked for.
  Region nothing() {
    Button all = Buttons.of(Feather.X, TEXTS.get("none.all"), this::clear, "accent");
    all.setId("clock-all");
    ScrollPane room =
        new ScrollPane(
            new EmptyState(Feather.SEARCH, TEXTS.get("none.title"), TEXTS.get("none.text"), all));
    room.setFitToWidth(true);
    room.setFitToHeight(true);
    room.setFocusTraversable(false);
    room.getStyleClass().add("edge-to-edge");
    return room;
  }

  private void typed() {
    typing.stop();
    String wanted = text.getText().strip();
    if (wanted.startsWith("baf") && wanted.length() >= SHORTEST_CID) {
      desk.bridge()
          .act(
              TEXTS.get("reading"),
              node -> node.entry(wanted),
              entry -> goTo.accept(entry.cid()),
              notOneEntry -> changed());
    } else {
      changed();
    }
  }

  private void changed() {
    ClockFilter wanted =
        new ClockFilter(
            text.getText().strip(), kind.getValue(), author.getValue().map(PeerRef::id));
    if (!wanted.equals(last)) {
      last = wanted;
      desk.memory().keep(NAME, new Kept(wanted.text(), kind.getValue(), author.getValue()));
      filtered.accept(wanted);
    }
  }

  private static <T> StringConverter<T> words(java.util.function.Function<T, String> words) {
    return new StringConverter<>() {
      @Override
      public String toString(T value) {
        return words.apply(value);
      }

      @Override
      public T fromString(String text) {
        throw new UnsupportedOperationException("chosen, not typed");
      }
    };
  }
}
