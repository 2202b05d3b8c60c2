package io.peerdeck.panel.palette;

import atlantafx.base.controls.CustomTextField;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.TemplateOffers;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Ctrl+K: type a few letters of a screen, an action, a run, a peer or a setting and press Enter.
/// The focus stays in the field; arrows choose, Enter does, Ctrl+C copies the command line.
public final class Palette {
  /// More lines than anyone reads; typing on is quicker.
  static final int SHOWN = 50;

  private static final int LONGEST = 100;
  private static final Texts TEXTS = Texts.of("palette");
  private final Desk desk;
  private final Supplier<List<Offer>> offers;
  private final CustomTextField field = new CustomTextField();
  private final ObservableList<Offer> shown = FXCollections.observableArrayList();
  private final ListView<Offer> list = new ListView<>(shown);
  private final Label hint = new Label();
  private final VBox card = new VBox(field, list, hint);
  private final RunSearch search;
  private final SettingOffers settings;
  private List<Offer> known = List.of();
  private List<Offer> templates = List.of();
  private List<RunSummary> runs = List.of();
  private boolean arrows;

  /// @param offers what there is to do now, besides runs and peers; asked each time it opens
  public Palette(Desk desk, Supplier<List<Offer>> offers) {
    this.desk = desk;
    this.offers = offers;
    this.search = new RunSearch(desk.bridge(), this::found, hint::setText);
    this.settings = new SettingOffers(desk, this::fill, hint::setText);
    card.setId("palette");
    card.getStyleClass().add("palette");
    field.setId("palette-field");
    field.setLeft(Icons.of(Feather.SEARCH));
    field.setPromptText(TEXTS.get("prompt"));
    field.setAccessibleText(TEXTS.get("prompt"));
    field.textProperty().addListener((o, was, is) -> typed(is));
    field.addEventFilter(KeyEvent.KEY_PRESSED, this::pressed);
    list.setId("palette-list");
    list.setAccessibleText(TEXTS.get("list"));
    list.setFocusTraversable(false);
    list.setCellFactory(l -> new OfferCell());
    list.setPlaceholder(new Label(TEXTS.get("nothing")));
    list.setOnMouseClicked(event -> chosen().ifPresent(this::run));
    list.getSelectionModel().selectedItemProperty().addListener(o -> explain());
    hint.setId("palette-hint");
    hint.getStyleClass().add("fact-name");
  }

  /// Opens it over the window, with what can be done now.
  public void open() {
    known = offers.get();
    runs = List.of();
    arrows = false;
    field.clear();
    settings.read();
    new TemplateOffers(desk).read(this::templates, hint::setText);
    fill();
    desk.overlay().show(card, field);
  }

  private void typed(String text) {
    if (text.length() > LONGEST) {
      field.setText(text.substring(0, LONGEST));
      return;
    }
    arrows = false;
    search.look(text);
    fill();
  }

  private void templates(List<Offer> read) {
    templates = read;
    fill();
  }

  private void found(List<RunSummary> found) {
    runs = found;
    fill();
  }

  private void fill() {
    String typed = field.getText();
    record Scored(Offer offer, int score) {}
    List<Scored> fits = new ArrayList<>();
    for (Offer offer : known) {
      int score = Match.score(typed, offer.text() + " " + offer.about());
      if (score > Match.NONE) {
        fits.add(new Scored(offer, score));
      }
    }
    if (!typed.isBlank()) {
      for (Offer template : templates) {
        int score = Match.score(typed, template.text() + " " + template.about());
        if (score > Match.NONE) {
          fits.add(new Scored(template, score));
        }
      }
      for (Offer setting : settings.all()) {
        int score = SettingOffers.score(typed, setting);
        if (score > Match.NONE) {
          fits.add(new Scored(setting, score));
        }
      }
      for (PeerView peer : desk.fleet().peers().get()) {
        int score = Match.score(typed, peer.peer().name() + " " + peer.peer().id());
        if (score > Match.NONE) {
          fits.add(new Scored(offer(peer), score));
        }
      }
      runs.forEach(
          run ->
              fits.add(
                  new Scored(offer(run), Math.max(1, Match.score(typed, run.name() + run.id())))));
    }
    fits.sort(Comparator.comparingInt(Scored::score).reversed());
    Optional<Offer> led = arrows ? chosen() : Optional.empty();
    shown.setAll(fits.stream().limit(SHOWN).map(Scored::offer).toList());
    choose(led);
    explain();
  }

  /// What the arrows have come to stays chosen when more is found; else the best fit is.
  private void choose(Optional<Offer> led) {
    int place = 0;
    for (int i = 0; led.isPresent() && i < shown.size(); i++) {
      Offer offer = shown.get(i);
      if (offer.id().equals(led.get().id()) && offer.about().equals(led.get().about())) {
        place = i;
      }
    }
    list.getSelectionModel().select(place);
    list.scrollTo(Math.max(0, place - 5));
  }

  private Offer offer(PeerView peer) {
    String id = peer.peer().id();
    return new Offer(
        "peer." + id,
        Feather.USER,
        peer.peer().name(),
        TEXTS.get("peer", Words.shortId(id)),
        Optional.empty(),
        Optional.empty(),
        () -> desk.navigator().show(Screen.PEERS, id));
  }

  private Offer offer(RunSummary run) {
    return new Offer(
        "run." + run.id(),
        Mark.of(run).icon(),
        run.name(),
        TEXTS.get(
            "run",
            Mark.of(run).word(),
            Words.ago(run.submittedAt(), desk.time()),
            Words.shortId(run.id())),
        Optional.empty(),
        Optional.of("peerdeck workflow status " + run.id()),
        () -> desk.navigator().openRun(run.id(), Optional.empty()));
  }

  private Optional<Offer> chosen() {
    return Optional.ofNullable(list.getSelectionModel().getSelectedItem());
  }

  private void explain() {
    hint.setText(
        chosen()
            .flatMap(Offer::command)
            .map(c -> TEXTS.get("command", c))
            .orElse(TEXTS.get("keys")));
  }

  private void pressed(KeyEvent event) {
    switch (event.getCode()) {
      case DOWN -> move(event, 1);
      case UP -> move(event, -1);
      case PAGE_DOWN -> move(event, 10);
      case PAGE_UP -> move(event, -10);
      case TAB -> event.consume();
      case ENTER -> {
        event.consume();
        chosen().ifPresent(this::run);
      }
      default -> {
        boolean copies = event.isShortcutDown() && event.getCode() == KeyCode.C;
        if (copies && field.getSelectedText().isEmpty()) {
          chosen().flatMap(Offer::command).ifPresent(DataTableKeys::copied);
          event.consume();
        }
      }
    }
  }

  private void move(KeyEvent event, int by) {
    event.consume();
    arrows = true;
    if (!shown.isEmpty()) {
      int next = list.getSelectionModel().getSelectedIndex() + by;
      list.getSelectionModel().select(Math.clamp(next, 0, shown.size() - 1));
      list.scrollTo(Math.max(0, list.getSelectionModel().getSelectedIndex() - 5));
    }
  }

  private void run(Offer offer) {
    desk.overlay().close();
    offer.run().run();
  }
}
