package io.peerdeck.panel;

import io.peerdeck.node.Change;
import io.peerdeck.node.FleetView;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.gallery.GalleryWindow;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;

/// Through every screen, page, form and state of the panel, and every page of the gallery.
final class Tour {
  private final double width;
  private final double height;
  private final Consumer<Shown> stop;

  /// @param stop is called where there is something to see; it may change the theme, and the scale
  ///     too if it brings it back
  Tour(double width, double height, Consumer<Shown> stop) {
    this.width = width;
    this.height = height;
    this.stop = stop;
  }

  void take() {
    filled();
    empty();
    firstStart();
    gallery();
  }

  private PanelOptions options() {
    return PanelOptions.standard()
        .withTheme(Theme.LIGHT)
        .withSize(width, height)
        .withTime(InstantSource.fixed(Script.NOW));
  }

  private void stop(String name, Deck deck) {
    deck.settle();
    stop.accept(Shown.of(name, deck));
  }

  void filled() {
    ScriptedNode node = TourNode.filled();
    try (Deck deck = new Deck(node, options())) {
      lists(deck);
      run(deck);
      clock(deck);
      peers(deck, node);
      previews(deck, node);
      over(deck, node);
    }
  }

  private void lists(Deck deck) {
    stop("overview", deck.show(Screen.OVERVIEW));
    deck.show(Screen.QUEUE).table("queue").select(1);
    stop("queue", deck);
    details(deck, true);
    stop("queue-details", deck);
    details(deck, false);
    assign(deck);
    deck.show(Screen.CACHES).table("caches").select(0);
    stop("cache", deck);
    TabPane pages = deck.node("#cache-pages", TabPane.class);
    FxThread.run(() -> pages.getSelectionModel().select(1));
    deck.table("kept").select(1);
    stop("cache-kept", deck);
    FxThread.run(() -> pages.getSelectionModel().select(2));
    deck.table("counters").untilRows(4);
    stop("cache-reads", deck);
    FxThread.run(() -> pages.getSelectionModel().select(0));
    stop("transfers", deck.show(Screen.TRANSFERS));
    stop("settings", deck.show(Screen.SETTINGS));
    TabPane settings = deck.node("#settings-tabs", TabPane.class);
    for (String page : List.of("log", "secrets", "actions", "about")) {
      FxThread.run(
          () ->
              settings.getTabs().stream()
                  .filter(tab -> tab.getId().equals("settings-page-" + page))
                  .forEach(settings.getSelectionModel()::select));
      stop("settings-" + page, deck);
    }
    FxThread.run(() -> settings.getSelectionModel().selectFirst());
  }

  private void assign(Deck deck) {
    deck.table("queue").select(0, 1, 2);
    deck.choose("assign", 1);
    stop("queue-assign", deck);
    deck.fire("#confirm-no");
  }

  /// Where the window is wide the inspector is there anyway.
  private static void details(Deck deck, boolean wanted) {
    if (deck.exists("#inspector") != wanted) {
      deck.fire("#header-details");
    }
  }

  private void run(Deck deck) {
    deck.window.openRun(Script.cid(39), Optional.empty());
    stop("run", deck);
    deck.window.openRun(TourNode.FAILED, Optional.empty());
    deck.settle();
    deck.fire("#fold-build");
    TabPane pages = deck.node("#task-pages", TabPane.class);
    String[] names = {"log", "annotations", "summary", "artifacts"};
    for (int page = 0; page < names.length; page++) {
      if (page == 3) {
        deck.fire("#instance-build-2");
      }
      int index = page;
      FxThread.run(() -> pages.getSelectionModel().select(index));
      stop("run-" + names[page], deck);
    }
    FxThread.run(() -> pages.getSelectionModel().select(0));
    deck.fire("#log-wrap");
    FxThread.run(() -> deck.node("#log-search", TextField.class).setText("row 39"));
    deck.until("hits", () -> !deck.visible(".log-row:found").isEmpty());
    stop("run-search", deck);
    deck.act("commands");
    stop("run-commands", deck);
    deck.press(KeyCode.ESCAPE);
  }

  private void clock(Deck deck) {
    deck.show(Screen.CLOCK);
    FxThread.run(() -> deck.node("#clock-canvas", Node.class).requestFocus());
    deck.press(KeyCode.DOWN);
    stop("clock", deck);
    deck.fire("#clock-travel");
    stop("clock-as-it-was", deck);
    deck.fire("#clock-travel");
    TextField search = deck.node("#clock-search", TextField.class);
    FxThread.run(() -> search.setText("no such entry"));
    deck.until("nothing is found", () -> deck.exists("#clock-all"));
    stop("clock-nothing", deck);
    deck.fire("#clock-all");
  }

  private void peers(Deck deck, ScriptedNode node) {
    deck.show(Screen.PEERS).table("peers").select(3);
    stop("peers", deck);
    FleetView before = node.fleet;
    deck.point("#peers-page-registry");
    node.fleet =
        Script.fleet(
            before,
            before.roles(),
            List.of(),
            List.of(Script.request(8, "nuc-8"), Script.request(9, "nuc-9")),
            before.approvals());
    node.changed(new Change.Fleet());
    deck.until("it waits", () -> deck.exists("#peers-needs-new"));
    stop("peers-waiting", deck);
    node.fleet = before;
    node.changed(new Change.Fleet());
    deck.point("#navigation");
    deck.fire("#toolbar-change");
    stop("peers-change", deck);
    deck.fire("#change-back").fire("#peers-page-map");
    FxThread.run(() -> deck.node("#peers-map", Node.class).requestFocus());
    stop("peers-map", deck);
    deck.fire("#peers-invite");
    stop("peers-invite", deck);
    deck.fire("#invite-go");
    stop("peers-invited", deck);
    deck.fire("#invite-close").fire("#peers-page-invites");
    deck.table("invites").untilRows(1);
    stop("peers-invites", deck);
  }

  /// A run and a log in windows of their own.
  private void beside(Deck deck) {
    deck.press(KeyCode.CONTROL, KeyCode.N).press(KeyCode.CONTROL, KeyCode.L);
    deck.until("two windows", () -> deck.window.shell().windows().all().size() == 2);
    List<SideWindow> windows =
        FxThread.call(() -> List.copyOf(deck.window.shell().windows().all()));
    for (SideWindow window : windows) {
      deck.settle();
      String name = windows.indexOf(window) == 0 ? "beside-run" : "beside-log";
      stop.accept(Shown.of(name, deck, window.stage().getScene()));
    }
    windows.forEach(window -> FxThread.run(window.stage()::close));
  }

  /// The windows beside the panel, and where peers are found.
  void aside() {
    try (Deck deck = new Deck(TourNode.filled(), options())) {
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      beside(deck);
      deck.show(Screen.PEERS);
      deck.fire("#peers-page-sources");
      stop("peers-sources", deck);
      deck.table("sources").select(0);
      stop("peers-source", deck);
    }
  }

  /// A node of little when its screens are first seen, of much a moment later.
  void growing() {
    ScriptedNode node = TourNode.fresh();
    node.put(Script.run(1, "docs", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
    try (Deck deck = new Deck(node, options())) {
      for (Screen screen : Screen.values()) {
        deck.show(screen);
      }
      TourNode.grow(node);
      for (Screen screen : Screen.values()) {
        stop("grown-" + screen.key(), deck.show(screen));
      }
    }
  }

  /// The menus of the queue and of a run, in a window that has room for them on the screen. The
  /// window changes its looks once for all menus of a screen, not once for each.
  void menus(List<Shown.Look> looks, BiConsumer<Shown, Shown.Look> seen) {
    try (Deck deck = new Deck(TourNode.filled(), options())) {
      deck.show(Screen.QUEUE).table("queue").select(1);
      in(looks, deck, look -> menus("queue", deck, shown -> seen.accept(shown, look)));
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      in(looks, deck, look -> menus("run", deck, shown -> seen.accept(shown, look)));
      deck.show(Screen.PEERS).table("peers").select(3);
      in(
          looks,
          deck,
          look -> {
            menus("peers", deck, shown -> seen.accept(shown, look));
            context("peers", deck, shown -> seen.accept(shown, look));
          });
      deck.show(Screen.QUEUE);
      in(looks, deck, look -> context("queue", deck, shown -> seen.accept(shown, look)));
      deck.show(Screen.CACHES).table("caches").select(0);
      in(looks, deck, look -> context("caches", deck, shown -> seen.accept(shown, look)));
      deck.show(Screen.TRANSFERS).table("transfers").select(0);
      in(looks, deck, look -> context("transfers", deck, shown -> seen.accept(shown, look)));
    }
  }

  private static void in(List<Shown.Look> looks, Deck deck, Consumer<Shown.Look> seen) {
    Shown window = Shown.of("window", deck);
    for (Shown.Look look : looks) {
      window.look(look);
      seen.accept(look);
    }
    window.look(new Shown.Look(Theme.LIGHT, 100));
  }

  /// The toolbar again, and what has no button there.
  private static void context(String table, Deck deck, Consumer<Shown> seen) {
    TableView<?> view = deck.node("#" + table + "-table", TableView.class);
    Shown shown = Shown.of(table + "-context", deck, view);
    shown.layOut();
    seen.accept(shown);
    FxThread.run(view.getContextMenu()::hide);
  }

  /// What drops down from every button in sight that has a menu.
  private static void menus(String name, Deck deck, Consumer<Shown> seen) {
    for (Node node : FxThread.call(() -> deck.visible(".menu-button"))) {
      if (node instanceof MenuButton button
          && FxThread.call(() -> !button.isDisabled() && !button.getItems().isEmpty())) {
        Shown shown = Shown.of(name + "-menu-" + button.getId(), deck, button);
        shown.layOut();
        seen.accept(shown);
        FxThread.run(button::hide);
      }
    }
  }

  private void previews(Deck deck, ScriptedNode node) {
    Path good = Path.of("nightly.yml");
    Path bad = Path.of("broken.yml");
    node.previews.put(good, Script.preview(good));
    node.previews.put(bad, Script.broken(bad));
    deck.window.preview(List.of(good));
    stop("preview", deck);
    deck.window.preview(List.of(bad, good));
    stop("preview-broken", deck);
  }

  private void over(Deck deck, ScriptedNode node) {
    deck.show(Screen.PEERS).fire("#peers-page-registry").table("peers").select(2);
    deck.fire("#toolbar-remove");
    stop("confirm", deck);
    deck.fire("#confirm-no");
    node.refusal = Optional.of("Only an admin may remove a peer: ask an admin.");
    deck.fire("#toolbar-ping");
    node.refusal = Optional.empty();
    stop("notice", deck);
    deck.fire("#header-needs");
    stop("needs", deck);
    deck.fire("#needs-read");
    deck.press(KeyCode.CONTROL, KeyCode.K);
    stop("palette", deck);
    deck.press(KeyCode.ESCAPE).press(KeyCode.F1);
    stop("shortcuts", deck);
    deck.press(KeyCode.ESCAPE).fire("#header-pause");
    FxThread.run(() -> deck.window.shell().desk().toasts().done("12 runs held.", () -> {}));
    stop("paused-toast", deck);
    deck.fire("#header-pause");
  }

  void empty() {
    try (Deck deck = new Deck(TourNode.fresh(), options())) {
      for (Screen screen : Screen.values()) {
        stop("empty-" + screen.key(), deck.show(screen));
      }
    }
  }

  void firstStart() {
    Path folder;
    try {
      folder = Files.createTempDirectory("tour");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try (Deck deck =
        new Deck(TourNode.fresh(), options().withMemory(folder.resolve(PanelMemory.FILE)))) {
      deck.until("the first step", () -> deck.exists("#first-name"));
      stop("first-name", deck);
      deck.fire("#first-next");
      deck.until("the second step", () -> deck.exists("#first-new"));
      stop("first-fleet", deck);
      deck.fire("#first-next");
      deck.until("the third step", () -> !deck.exists("#first-new"));
      stop("first-example", deck);
    }
  }

  void gallery() {
    try (GalleryWindow gallery =
        GalleryWindow.open(
            Theme.LIGHT, width, height, InstantSource.fixed(Script.NOW), stage -> {})) {
      for (String page : GalleryWindow.contents().keySet()) {
        gallery.show(page);
        Shown shown = Shown.of("gallery-" + page, gallery);
        shown.settle().run();
        stop.accept(shown);
      }
    }
  }
}
