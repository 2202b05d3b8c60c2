package io.peerdeck.panel.clock;

import io.peerdeck.node.Change;
import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.EntryView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.part.WrapRow;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The Merkle clock: every decision of the fleet in its order, a detail of each, a check of all,
/// and the queue as it was at any of them.
public final class ClockView extends View {
  private static final Texts TEXTS = Texts.of("clock");
  private static final int NEWS = 1000;
  private static final String CHOSEN = "clock.chosen";
  private static final double GRAPH_SHARE = 0.55;

  private final Desk desk;
  private final VBox root = new VBox();
  private final SplitPane middle = new SplitPane();
  private final ClockBlocks all;
  private final ClockNames names;
  private final ClockGraph graph;
  private final ClockCanvas canvas;
  private final ClockSearch search;
  private final VerifyBar verify;
  private final ToggleButton travel;
  private final AsItWas asItWas;
  private final Label count = new Label();
  private final Region nothing;
  private ClockRows rows;

  /// The row to which new entries pushed the top while the pointer was on it; 0 for none.
  private long held;

  private Optional<String> chosen = Optional.empty();

  /// What is to be chosen once the clock is read.
  private Optional<Runnable> awaited;

  /// The entry looked at last, kept for after a restart.
  private record Chosen(String cid) {}

  public ClockView(Desk desk) {
    this.desk = desk;
    this.verify = new VerifyBar(desk);
    this.all = new ClockBlocks(desk.bridge(), this::refreshed);
    this.rows = all;
    this.names = new ClockNames(desk.bridge(), this::refreshed);
    this.graph = new ClockGraph(all, names, row -> open(row.cid()));
    this.canvas = graph.canvas();
    this.search = new ClockSearch(desk, this::filter, this::goTo);
    this.asItWas = new AsItWas(desk, this::reached, this::present);
    this.awaited = desk.memory().recall(CHOSEN, Chosen.class).map(k -> () -> chooseAgain(k.cid()));
    this.nothing = search.nothing();
    root.getStyleClass().add("clock");
    middle.setId("clock-middle");
    middle.setOrientation(Orientation.VERTICAL);
    middle.getItems().setAll(graph);
    VBox.setVgrow(middle, Priority.ALWAYS);
    Button newest = Buttons.of(Feather.ARROW_UP, TEXTS.get("newest"), () -> canvas.scrollTo(0));
    newest.setId("clock-newest");
    travel = new ToggleButton(TEXTS.get("asItWas"), Icons.of(Feather.CLOCK));
    travel.setId("clock-travel");
    travel.setAccessibleText(TEXTS.get("asItWas"));
    travel.setOnAction(event -> travel());
    count.setId("clock-count");
    count.getStyleClass().add("count");
    HBox.setHgrow(verify, Priority.ALWAYS);
    WrapRow foot = new WrapRow(verify, newest, travel, count);
    foot.getStyleClass().add("table-footer");
    root.getChildren().setAll(search, middle, foot);
    search.restore();
    canvas.hoverProperty().addListener((o, was, is) -> pointed(is));
    own(
        desk.bridge()
            .watch(
                TEXTS.get("reading"),
                change -> change instanceof Change.Clock,
                (node, news) -> node.entries(EntryQuery.newest(NEWS)),
                this::news));
  }

  @Override
  public Region root() {
    return root;
  }

  @Override
  public void focus() {
    canvas.requestFocus();
  }

  @Override
  public void focusFilter() {
    search.focusField();
  }

  @Override
  public Optional<String> chosenKey() {
    return chosen;
  }

  @Override
  public void chooseKey(String key) {
    awaited = Optional.of(() -> goTo(key));
    if (all.total() > 0) {
      chooseAwaited();
    }
  }

  @Override
  public List<Offer> offers() {
    return List.of(
        offer(
            "verify",
            Feather.SHIELD,
            "Shortcut+Shift+V",
            Optional.of("peerdeck clock verify"),
            verify::verify),
        offer(
            "newest",
            Feather.ARROW_UP,
            "Shortcut+Home",
            Optional.empty(),
            () -> canvas.scrollTo(0)),
        offer("asItWas", Feather.CLOCK, "Shortcut+T", Optional.empty(), travel::fire));
  }

  private static Offer offer(
      String name, Feather icon, String keys, Optional<String> command, Runnable run) {
    return new Offer(
        "clock." + name,
        icon,
        TEXTS.get(name),
        TEXTS.get("title"),
        Optional.of(KeyCombination.valueOf(keys)),
        command,
        run);
  }

  /// While the top is in sight and the pointer elsewhere new entries push the old ones down; else
  /// nothing moves.
  private void news(EntryPage page) {
    search.authors(page);
    if (rows != all) {
      all.news(page, slid -> {});
    }
    ClockRows shown = rows;
    rows.news(
        page,
        slid -> {
          if (shown != rows) {
            return;
          }
          if (slid > 0 && (canvas.top() > 0 || canvas.isHover())) {
            boolean follows = canvas.top() == held;
            held = follows ? canvas.top() + slid : 0;
            canvas.scrollTo(canvas.top() + slid);
          }
          refreshed();
        });
    asItWas.total(page.total());
    chooseAwaited();
  }

  private void chooseAwaited() {
    awaited.ifPresent(Runnable::run);
    awaited = Optional.empty();
  }

  /// What was chosen when the panel was last open; it may be of a fleet that was left.
  private void chooseAgain(String cid) {
    desk.bridge()
        .act(
            TEXTS.get("reading"),
            node -> node.entry(cid),
            entry -> {
              canvas.mark(entry.cid());
              if (rows == all) {
                reached(entry);
              } else {
                inspectEntry(entry);
              }
            },
            e -> desk.memory().forget(CHOSEN));
  }

  /// Once the pointer has gone, the newest are in sight again if they were before it came.
  private void pointed(boolean on) {
    if (!on && held > 0 && canvas.top() == held) {
      canvas.scrollTo(0);
    }
    held = on ? held : 0;
  }

  private void filter(ClockFilter wanted) {
    if (wanted.isNone()) {
      rows = all;
    } else {
      ClockFinds finds = new ClockFinds(desk.bridge(), wanted, this::refreshed);
      rows = finds;
      finds.reload();
    }
    canvas.show(rows);
    refreshed();
  }

  private void refreshed() {
    boolean none = rows instanceof ClockFinds finds && finds.scrollable() == 0 && !finds.more();
    graph.instead(none ? Optional.of(nothing) : Optional.empty());
    canvas.refreshed();
    count.setText(
        rows instanceof ClockFinds finds
            ? TEXTS.get(
                finds.more() ? "count.foundSoFar" : "count.found",
                finds.scrollable(),
                Math.max(finds.total(), all.total()))
            : TEXTS.count("count", rows.total()));
  }

  private void open(String cid) {
    read(cid, this::inspectEntry);
  }

  /// Shows the entry among all others, whatever is filtered now.
  private void goTo(String cid) {
    read(
        cid,
        entry -> {
          reached(entry);
          if (asItWas.getParent() != null) {
            asItWas.at(entry);
          }
        });
  }

  private void read(String cid, Consumer<EntryView> then) {
    desk.bridge().act(TEXTS.get("reading"), node -> node.entry(cid), then);
  }

  private void reached(EntryView entry) {
    if (rows != all) {
      search.clear();
    }
    canvas.goTo(Math.max(0, all.total() - 1 - entry.ordinal()), entry.cid());
    inspectEntry(entry);
  }

  private void inspectEntry(EntryView entry) {
    chosen = Optional.of(entry.cid());
    desk.memory().keep(CHOSEN, new Chosen(entry.cid()));
    inspect(EntryInspection.of(desk, entry, names.of(entry.key()), this::goTo, this::travelTo));
  }

  private void travel() {
    if (!travel.isSelected()) {
      present();
    } else {
      chosen
          .or(() -> rows.at(canvas.top()).map(ClockRow::cid))
          .ifPresentOrElse(cid -> read(cid, this::travelTo), () -> travel.setSelected(false));
    }
  }

  private void travelTo(EntryView entry) {
    travel.setSelected(true);
    if (!middle.getItems().contains(asItWas)) {
      middle.getItems().add(asItWas);
      middle.setDividerPositions(GRAPH_SHARE);
    }
    asItWas.at(entry);
  }

  private void present() {
    travel.setSelected(false);
    middle.getItems().remove(asItWas);
  }
}
