package io.peerdeck.panel.settings;

import atlantafx.base.controls.CustomTextField;
import io.peerdeck.node.Change;
import io.peerdeck.node.NodeLogLine;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.SettingView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.PageMemory;
import io.peerdeck.panel.part.Pages;
import io.peerdeck.panel.part.View;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Settings, the node's log with the bundle for whoever helps, and what this is.
public final class SettingsView extends View {
  private static final Texts TEXTS = Texts.of("settings");
  private static final String BUNDLE = "peerdeck-diagnostics.zip";

  /// The same as [#saveDiagnostics] on the command line.
  static final String BUNDLING = "peerdeck doctor --bundle " + BUNDLE;

  private final Desk desk;
  private final Pages tabs = new Pages();
  private final CustomTextField search = new CustomTextField();
  private final VBox list = new VBox();
  private final ScrollPane scroll = new ScrollPane(list);
  private final Label none = new Label(TEXTS.get("none"));
  private final Map<String, SettingRow> rows = new LinkedHashMap<>();
  private final NodeLogPane log;
  private final SecretsPane secrets;
  private final ActionsPane actions;
  private final Watch<List<NodeLogLine>> logWatch;
  private final VBox about = new VBox();
  private List<Object> told = List.of();
  private String awaited = "";

  public SettingsView(Desk desk) {
    this.desk = desk;
    this.secrets = new SecretsPane(desk);
    this.actions = new ActionsPane(desk);
    this.log = new NodeLogPane(desk, this::saveDiagnostics, this::askLog, this::inspect);
    search.setId("settings-search");
    search.setLeft(Icons.of(Feather.SEARCH));
    search.setPromptText(TEXTS.get("search"));
    search.setAccessibleText(TEXTS.get("search"));
    search.textProperty().addListener(o -> narrow());
    none.setVisible(false);
    none.setManaged(false);
    list.getStyleClass().add("settings");
    scroll.setFitToWidth(true);
    scroll.setId("settings-scroll");
    Label look = new Label(TEXTS.get("look"));
    look.setWrapText(true);
    look.setMinHeight(Region.USE_PREF_SIZE);
    look.getStyleClass().add("text-muted");
    VBox settings = new VBox(search, look, scroll);
    settings.getStyleClass().add("settings-page");
    about.getStyleClass().add("settings-page");
    tabs.setId("settings-tabs");
    tabs.setAccessibleText(TEXTS.get("title"));
    tabs.getTabs()
        .setAll(
            tab("settings-page", TEXTS.get("tab.settings"), settings),
            tab("settings-page-log", TEXTS.get("tab.log"), log.table()),
            tab("settings-page-secrets", TEXTS.get("tab.secrets"), secrets),
            tab("settings-page-actions", TEXTS.get("tab.actions"), actions),
            tab("settings-page-about", TEXTS.get("tab.about"), about));
    PageMemory.of(tabs, desk.memory(), "settings");
    tabs.getSelectionModel().selectedItemProperty().addListener(o -> inspectNothing());
    desk.fleet().status().addListener((o, was, is) -> is.ifPresent(this::about));
    desk.fleet().status().get().ifPresent(this::about);
    own(
        desk.bridge()
            .watch(
                TEXTS.get("reading"),
                change -> change instanceof Change.Status,
                (node, news) -> node.settings(),
                this::show));
    own(
        desk.bridge()
            .watch(
                TEXTS.get("secrets.reading"),
                change -> change instanceof Change.Status,
                (node, news) -> SecretsPane.Kept.of(node),
                secrets::show));
    own(
        desk.bridge()
            .watch(
                TEXTS.get("actions.reading"),
                change -> change instanceof Change.Status,
                (node, news) -> node.actions(),
                actions::show));
    logWatch =
        own(
            desk.bridge()
                .watch(
                    TEXTS.get("log.reading"),
                    change -> change instanceof Change.Events,
                    (node, news) -> node.nodeLog(NodeLogPane.LINES),
                    log::show));
  }

  private static Tab tab(String id, String title, Node content) {
    Tab tab = new Tab(title, content);
    tab.setId(id);
    return tab;
  }

  @Override
  public Region root() {
    return tabs;
  }

  /// Their rows take long to make and stay as they are.
  @Override
  public void ahead() {
    desk.bridge().act(TEXTS.get("reading"), node -> node.settings(), this::show);
  }

  @Override
  public boolean inspects() {
    return false;
  }

  @Override
  public void focus() {
    search.requestFocus();
  }

  @Override
  public void focusFilter() {
    tabs.getSelectionModel().selectFirst();
    search.requestFocus();
  }

  /// A setting's key goes to that setting, as soon as it is there.
  @Override
  public void chooseKey(String key) {
    tabs.getSelectionModel().selectFirst();
    awaited = key;
    goToAwaited();
  }

  private void goToAwaited() {
    SettingRow row = rows.get(awaited);
    if (row == null) {
      return;
    }
    awaited = "";
    search.clear();
    // Where the screen was never drawn its parts are not there yet.
    tabs.applyCss();
    tabs.layout();
    double beyond = list.getHeight() - scroll.getViewportBounds().getHeight();
    if (beyond > 0) {
      scroll.setVvalue(Math.clamp(row.getBoundsInParent().getMinY() / beyond, 0, 1));
    }
    row.focusValue();
  }

  @Override
  public List<Offer> offers() {
    return List.of(
        new Offer(
            "settings.diagnostics",
            Feather.ARCHIVE,
            TEXTS.get("diagnostics"),
            TEXTS.get("title"),
            Optional.empty(),
            Optional.of(BUNDLING),
            this::saveDiagnostics),
        page("log", Feather.FILE_TEXT),
        page("secrets", Feather.LOCK),
        page("actions", Feather.PACKAGE),
        page("about", Feather.INFO));
  }

  @Override
  public List<Offer> keys() {
    return log.table().actions().keys();
  }

  private Offer page(String name, Feather icon) {
    return Offer.of(
        "settings." + name,
        icon,
        TEXTS.get("tab." + name),
        TEXTS.get("title"),
        () ->
            tabs.getTabs().stream()
                .filter(tab -> tab.getId().equals("settings-page-" + name))
                .forEach(tabs.getSelectionModel()::select));
  }

  private void show(List<SettingView> settings) {
    for (SettingView setting : settings) {
      SettingRow row = rows.get(setting.key());
      if (row == null) {
        row = new SettingRow(desk, setting);
        rows.put(setting.key(), row);
        list.getChildren().add(row);
      } else {
        row.show(setting);
      }
    }
    if (!list.getChildren().contains(none)) {
      list.getChildren().add(none);
    }
    narrow();
    goToAwaited();
  }

  private void narrow() {
    String words = search.getText().strip();
    boolean any = false;
    for (SettingRow row : rows.values()) {
      boolean shown = words.isEmpty() || row.dirty() || row.matches(words);
      row.setVisible(shown);
      row.setManaged(shown);
      any |= shown;
    }
    none.setVisible(!any && !rows.isEmpty());
    none.setManaged(none.isVisible());
  }

  private void askLog() {
    logWatch.ask();
  }

  private void saveDiagnostics() {
    try {
      desk.files()
          .save(tabs.getScene().getWindow(), TEXTS.get("diagnostics"), BUNDLE)
          .ifPresent(this::saveDiagnostics);
    } catch (RuntimeException e) {
      desk.notices().problem(TEXTS.get("diagnostics.failed"), TEXTS.get("diagnostics.instead"));
    }
  }

  private void saveDiagnostics(Path zip) {
    desk.bridge()
        .act(
            TEXTS.get("diagnostics.failed"),
            node -> {
              node.writeDiagnostics(zip);
              return zip;
            },
            done -> desk.toasts().done(TEXTS.get("diagnostics.saved", done)));
  }

  private void about(NodeStatus status) {
    List<Object> facts =
        List.of(status.version(), status.self(), status.data(), status.startedAt());
    if (facts.equals(told)) {
      return;
    }
    told = facts;
    Label name = new Label("Peerdeck " + status.version());
    name.getStyleClass().add("screen-title");
    Label what = new Label(TEXTS.get("about.what"));
    what.setWrapText(true);
    what.setMinHeight(Region.USE_PREF_SIZE);
    about
        .getChildren()
        .setAll(
            name,
            what,
            new Facts()
                .add(TEXTS.get("about.node"), status.self().name())
                .id(TEXTS.get("about.id"), status.self().id())
                .copyable(TEXTS.get("about.folder"), status.data().toString())
                .add(TEXTS.get("about.started"), Words.absolute(status.startedAt()))
                .add(
                    TEXTS.get("about.java"),
                    Runtime.version() + ", JavaFX " + System.getProperty("javafx.version", "?"))
                .add(
                    TEXTS.get("about.system"),
                    System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .add(TEXTS.get("about.licence"), "Apache-2.0"));
  }
}
