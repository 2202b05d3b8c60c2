package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.cli.KnownCommands;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Screen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuItem;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;

/// What can be done, wherever it is offered. The menus that a press of the other button opens over
/// tables hold nothing that is not in the toolbar or the palette, too, and are read aloud; what the
/// command line does as well says by which command, and the command line takes it.
final class ContextMenusTest {
  private static final String COPY = "copy";

  /// What only a panel does.
  private static final Set<String> PANELS =
      Set.of(
          "open",
          "window",
          "log-window",
          "commands",
          "submit",
          "copy-id",
          "copy-cid",
          "copy-key",
          "copy-invite-id",
          "open-run",
          "log-again",
          "clock.newest",
          "clock.asItWas",
          "settings.log",
          "settings.secrets",
          "settings.actions",
          "settings.about");

  private final Set<String> commands = new TreeSet<>();
  private final Map<String, List<String>> items = new LinkedHashMap<>();
  private final List<String> wrong = new ArrayList<>();

  @Test
  void whatAMenuOverATableHoldsIsAlsoElsewhereAndIsReadAloud() {
    try (Deck deck = new Deck(TourNode.filled(), PanelOptions.standard().withSize(1280, 820))) {
      deck.show(Screen.QUEUE);
      walk(deck, "queue");
      peers(deck);
      caches(deck);
      deck.show(Screen.TRANSFERS);
      walk(deck, "transfers");
      deck.show(Screen.SETTINGS);
      tab(deck, "#settings-tabs", 1);
      walk(deck, "node-log");
      deck.show(Screen.CLOCK).fire("#clock-travel");
      walk(deck, "as-it-was");
      deck.window.openRun(Script.cid(39), Optional.empty());
      deck.settle();
      deck.act("commands");
      shown(deck);
    }
    for (String command : commands) {
      KnownCommands.refusal(words(command)).ifPresent(why -> wrong.add(command + ": " + why));
    }
    assertThat(commands).hasSizeGreaterThan(40);
    assertThat(KnownCommands.refusal("workflow", "hold", "run", "--bogus")).isPresent();
    assertThat(KnownCommands.refusal("workflow", "bogus", "run")).isPresent();
    assertThat(wrong).isEmpty();
    assertThat(items.get("queue")).contains("assign", "cancel", "adopt", "open", "window");
    assertThat(items.get("peers")).contains("trust", "drain", "block", "remove");
    assertThat(items.get("invites")).contains("revoke");
    assertThat(items.get("kept")).contains("pin");
    assertThat(items.get("transfers")).contains("retry", "cancel");
    assertThat(items.keySet())
        .containsExactly(
            "queue",
            "peers",
            "invites",
            "sources",
            "caches",
            "kept",
            "counters",
            "transfers",
            "node-log",
            "as-it-was");
  }

  private void peers(Deck deck) {
    deck.show(Screen.PEERS);
    walk(deck, "peers");
    deck.fire("#peers-invite").fire("#invite-go").fire("#invite-close").fire("#peers-page-invites");
    deck.table("invites").untilRows(1);
    walk(deck, "invites");
    deck.fire("#peers-page-sources");
    walk(deck, "sources");
    deck.fire("#peers-page-registry");
  }

  private void caches(Deck deck) {
    deck.show(Screen.CACHES);
    walk(deck, "caches");
    tab(deck, "#cache-pages", 1);
    walk(deck, "kept");
    tab(deck, "#cache-pages", 2);
    deck.table("counters").untilRows(4);
    walk(deck, "counters");
  }

  private static void tab(Deck deck, String tabs, int page) {
    TabPane pages = deck.node(tabs, TabPane.class);
    FxThread.run(() -> pages.getSelectionModel().select(page));
    deck.settle();
  }

  /// The words of a command after its first, as a shell tells them apart.
  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
    while (word.find()) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    assertThat(words.removeFirst()).isEqualTo("peerdeck");
    return words.toArray(String[]::new);
  }

  /// The commands that the screen shows and that its offers have.
  private void shown(Deck deck) {
    FxThread.run(
        () -> {
          deck.visible(".command").stream()
              .map(node -> ((Labeled) node).getText())
              .flatMap(String::lines)
              .forEach(commands::add);
          for (Offer offer : deck.window.shell().current().offers()) {
            offer.command().stream().flatMap(String::lines).forEach(commands::add);
            if (offer.command().isEmpty() && !PANELS.contains(offer.id())) {
              wrong.add(offer.id() + " \"" + offer.about() + "\" says no command");
            }
          }
        });
  }

  private void walk(Deck deck, String table) {
    deck.table(table).select(0);
    shown(deck);
    FxThread.run(() -> menu(deck, table, deck.table(table).view()));
  }

  private void menu(Deck deck, String table, TableView<?> view) {
    Set<String> offered =
        deck.window.shell().current().offers().stream().map(Offer::id).collect(Collectors.toSet());
    ContextMenu menu = view.getContextMenu();
    Window window = view.getScene().getWindow();
    menu.show(view, window.getX() + 300, window.getY() + 10);
    List<String> ids = new ArrayList<>();
    for (MenuItem item : menu.getItems()) {
      String id = item.getId() == null ? COPY : item.getId().replaceFirst("item-", "");
      ids.add(id);
      if (item.getText().isBlank() || item.getGraphic() == null) {
        wrong.add(table + ": " + id + " lacks words or an icon");
      }
      Node button = of(view).lookup("#toolbar-" + id);
      if (id.equals(COPY)) {
        continue; // Ctrl+C, as the list of shortcuts says
      }
      if (button == null && !item.isDisable() && !offered.contains(id)) {
        wrong.add(table + ": " + id + " is in its menu alone");
      }
      if (button != null && button.isDisabled() != item.isDisable()) {
        wrong.add(table + ": " + id + " is on in one place and off in the other");
      }
    }
    menu.getScene().getRoot().applyCss();
    int said = 0;
    for (Node node : menu.getScene().getRoot().lookupAll(".menu-item")) {
      Object words = node.queryAccessibleAttribute(AccessibleAttribute.TEXT);
      AccessibleRole role = node.getAccessibleRole();
      if (words == null || words.toString().isBlank() || role == null) {
        wrong.add(table + ": " + node + " is not read aloud");
      }
      said++;
    }
    if (said < ids.size()) {
      wrong.add(table + ": " + said + " of " + ids.size() + " items are shown");
    }
    menu.hide();
    items.put(table, ids);
  }

  private static DataTable<?> of(Node node) {
    return node instanceof DataTable<?> table ? table : of(node.getParent());
  }
}
