package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

/// The command palette and the shortcuts, by keyboard alone.
final class PaletteTest {
  private static final Path PICTURES =
      Path.of(System.getProperty("peerdeck.build", "target"), "pictures");
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void aScreenIsReachedByAFewLetters() {
    try (Deck deck = new Deck(node)) {
      open(deck, "tran");
      deck.press(KeyCode.ENTER);
      assertThat(deck.exists("#transfers-table")).isTrue();
      assertThat(deck.exists("#palette")).isFalse();
    }
  }

  @Test
  void whatCanBeDoneWithTheSelectionIsOffered() {
    try (Deck deck = new Deck(node)) {
      DataTableOf<RunSummary> table = deck.show(Screen.QUEUE).table("queue");
      table.select(0);
      String run = table.rows().getFirst().id();
      open(deck, "hold");
      assertThat(first(deck).text()).isEqualTo("Hold");
      deck.window.snapshot(PICTURES.resolve("palette-light.png"));
      deck.press(KeyCode.ENTER);
      deck.until("it is held", () -> node.did.contains("hold " + run));
    }
  }

  @Test
  void runsAreFoundByNameAndIdAndPeersByName() {
    try (Deck deck = new Deck(node)) {
      open(deck, Script.cid(38));
      deck.until("the run is offered", () -> first(deck).id().equals("run." + Script.cid(38)));
      deck.press(KeyCode.CONTROL, KeyCode.C);
      assertThat(FxThread.call(() -> Clipboard.getSystemClipboard().getString()))
          .isEqualTo("peerdeck workflow status " + Script.cid(38));
      deck.press(KeyCode.ENTER);
      deck.until("it is open", () -> deck.exists("#job-graph"));
      assertThat(FxThread.call(() -> deck.window.shell().current().chosenKey()))
          .contains(Script.cid(38));
      open(deck, "nuc-1");
      deck.until("the peer is offered", () -> first(deck).id().startsWith("peer."));
      deck.press(KeyCode.ENTER);
      deck.until(
          "the peer is selected", () -> chosenPeer(deck).equals(Optional.of(Script.ref(1).id())));
      deck.fire("#peers-page-invites");
      open(deck, "nuc-2");
      deck.until("the other is offered", () -> first(deck).text().equals("nuc-2"));
      deck.press(KeyCode.ENTER);
      deck.until("it is in sight", () -> deck.exists("#peers-table"));
    }
  }

  @Test
  void aSettingIsReachedByItsName() {
    try (Deck deck = new Deck(node)) {
      open(deck, "netw");
      deck.until("the setting is offered", () -> first(deck).id().equals("setting.network"));
      assertThat(first(deck).about()).contains("now on").contains("off keeps it alone");
      deck.press(KeyCode.ENTER);
      deck.until(
          "its value is to be chosen",
          () ->
              deck.exists("#setting-network-value")
                  && deck.visible("#setting-network-value").iterator().next().isFocused());
      open(deck, "setting slots");
      deck.until("the other is offered", () -> first(deck).id().equals("setting.slots"));
      deck.press(KeyCode.ENTER);
      deck.until(
          "its value is to be typed",
          () -> deck.visible("#setting-slots-value").iterator().next().isFocused());
    }
  }

  @Test
  void everyPageOfTheSettingsIsReachedByItsName() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      TabPane tabs = deck.node("#settings-tabs", TabPane.class);
      for (Tab page : List.copyOf(tabs.getTabs()).subList(1, tabs.getTabs().size())) {
        open(deck, page.getText() + " settings");
        assertThat(first(deck).text()).isEqualTo(page.getText());
        deck.press(KeyCode.ENTER);
        assertThat(FxThread.call(() -> tabs.getSelectionModel().getSelectedItem())).isSameAs(page);
      }
    }
  }

  @Test
  void whatTheArrowsHaveComeToStaysChosenWhenMoreIsFound() {
    try (Deck deck = new Deck(node)) {
      open(deck, "do");
      ListView<Offer> list = list(deck);
      int before = FxThread.call(() -> list.getItems().size());
      Offer chosen =
          FxThread.call(
              () -> {
                TextField field = (TextField) list.getScene().lookup("#palette-field");
                field.setText("docs"); // the runs of this name are still to be found
                field.setText("do");
                for (int down = 0; down < 3; down++) {
                  field.fireEvent(
                      new KeyEvent(
                          KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, false, false, false, false));
                }
                return list.getSelectionModel().getSelectedItem();
              });
      deck.settle();
      assertThat(FxThread.call(() -> list.getItems().size())).isEqualTo(before);
      assertThat(FxThread.call(() -> list.getSelectionModel().getSelectedItem().id()))
          .isEqualTo(chosen.id());
    }
  }

  @Test
  void whatIsDoneToPeersHasItsCommand() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.PEERS).table("peers").select(1);
      open(deck, "ping");
      String id = FxThread.call(() -> deck.window.shell().current().chosenKey()).orElseThrow();
      assertThat(first(deck).command()).contains("peerdeck peer ping " + id);
      assertThat(deck.text("#palette-hint")).contains("peerdeck peer ping");
    }
  }

  @Test
  void arrowsChooseEscapeClosesAndNothingFitsIsSaid() {
    try (Deck deck = new Deck(node)) {
      open(deck, "colours");
      deck.press(KeyCode.DOWN);
      ListView<Offer> list = list(deck);
      assertThat(FxThread.call(() -> list.getSelectionModel().getSelectedIndex())).isEqualTo(1);
      Offer chosen = FxThread.call(() -> list.getSelectionModel().getSelectedItem());
      deck.press(KeyCode.ENTER);
      assertThat("theme." + deck.window.shell().look().theme().get()).isEqualTo(chosen.id());
      open(deck, "zzzzzz");
      assertThat(FxThread.call(() -> list(deck).getItems().isEmpty())).isTrue();
      deck.press(KeyCode.ENTER);
      assertThat(deck.exists("#palette")).as("nothing to do").isTrue();
      deck.press(KeyCode.ESCAPE);
      assertThat(deck.exists("#palette")).isFalse();
    }
  }

  @Test
  void everyShortcutIsListedAndWorks() {
    try (Deck deck = new Deck(node)) {
      deck.press(KeyCode.F1);
      List<String> words =
          FxThread.call(
              () ->
                  deck.visible("#shortcuts .label").stream()
                      .map(l -> ((Label) l).getText())
                      .toList());
      assertThat(words).contains("Ctrl+K", "Ctrl+P", "Alt+←", "Ctrl+1", "Queue");
      deck.window.snapshot(PICTURES.resolve("shortcuts-light.png"));
      deck.press(KeyCode.ESCAPE).press(KeyCode.CONTROL, KeyCode.DIGIT2);
      assertThat(deck.exists("#queue-table")).isTrue();
      deck.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.N);
      assertThat(deck.exists("#needs")).isTrue();
      deck.press(KeyCode.ESCAPE);
    }
  }

  @Test
  void theKeysOfWhatMakesNoSenseNowAreListedToo() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE).press(KeyCode.F1);
      assertThat(deck.visible("#shortcuts .label"))
          .extracting(label -> ((Label) label).getText())
          .contains("Hold", "Assign", "Priority", "Cancel", "Delete");
    }
  }

  private static Optional<String> chosenPeer(Deck deck) {
    return FxThread.call(() -> deck.window.shell().current().chosenKey());
  }

  private static void open(Deck deck, String typed) {
    deck.press(KeyCode.CONTROL, KeyCode.K).write(typed);
  }

  private static Offer first(Deck deck) {
    ListView<Offer> list = list(deck);
    return FxThread.call(
        () ->
            list.getItems().isEmpty()
                ? Offer.of("none", org.kordamp.ikonli.feather.Feather.X, "", "", () -> {})
                : list.getItems().getFirst());
  }

  @SuppressWarnings("unchecked")
  private static ListView<Offer> list(Deck deck) {
    return deck.node("#palette-list", ListView.class);
  }
}
