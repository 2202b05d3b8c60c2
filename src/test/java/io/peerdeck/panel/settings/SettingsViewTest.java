package io.peerdeck.panel.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.NodeLogLine;
import io.peerdeck.node.SecretView;
import io.peerdeck.node.SettingView;
import io.peerdeck.panel.DataTableOf;
import io.peerdeck.panel.Deck;
import io.peerdeck.panel.PicturesTest;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Settings, the node's log and the diagnostics bundle.
final class SettingsViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void aWrongValueIsToldWhileItIsTypedAndCannotBeSaved() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      type(deck, "#setting-slots-value", "wrong");
      deck.until(
          "told",
          () ->
              deck.exists("#setting-slots-problem")
                  && !deck.visible("#setting-slots-problem").isEmpty());
      assertThat(
              FxThread.call(
                  () -> deck.node("#setting-slots-save", javafx.scene.Node.class).isDisabled()))
          .isTrue();
      deck.fire("#setting-slots-discard");
      assertThat(FxThread.call(() -> field(deck, "#setting-slots-value").getText())).isEqualTo("2");
      assertThat(node.did).isEmpty();
    }
  }

  @Test
  void aRightValueIsSavedAndTheWayBackIsOffered() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      type(deck, "#setting-slots-value", "3");
      deck.until(
          "checked", () -> !deck.node("#setting-slots-save", javafx.scene.Node.class).isDisabled());
      deck.fire("#setting-slots-save");
      deck.until("saved", () -> node.did.contains("set slots 3"));
      deck.fire(".toast-undo");
      deck.until("it is as it was", () -> node.did.size() == 2);
      assertThat(node.did.getLast()).isEqualTo("set slots 2");
    }
  }

  @Test
  void whatIsTypedAndWhatIsWrongWithItStaysWhenTheNodeIsReadAgain() {
    node.secrets.add(new SecretView("TOKEN", Script.NOW, List.of()));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      type(deck, "#setting-slots-value", "wrong");
      deck.until("told", () -> deck.exists("#setting-slots-problem"));
      page(deck, 2);
      type(deck, "#secret-run-TOKEN", "bafy");
      node.changed(new Change.Status());
      deck.settle();
      assertThat(field(deck, "#secret-run-TOKEN").getText()).isEqualTo("bafy");
      page(deck, 0);
      assertThat(field(deck, "#setting-slots-value").getText()).isEqualTo("wrong");
      assertThat(deck.exists("#setting-slots-problem")).isTrue();
      assertThat(deck.node("#setting-slots-save", javafx.scene.Node.class).isDisabled()).isTrue();
    }
  }

  @Test
  void theLineOfTheLogThatWasChosenStaysSoWhenOlderOnesAreReadNoMore() {
    node.nodeLog.clear();
    for (String text : List.of("first", "second", "third")) {
      node.nodeLog.add(new NodeLogLine(Script.NOW, "info", "Node", text));
    }
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      page(deck, 1);
      DataTableOf<?> table = deck.table("node-log");
      table.untilRows(3);
      table.select(1);
      node.nodeLog.removeFirst();
      node.nodeLog.add(new NodeLogLine(Script.NOW, "info", "Node", "fourth"));
      node.changed(new Change.Events());
      deck.until("read", () -> table.rows().getFirst().toString().contains("fourth"));
      assertThat(
              FxThread.call(() -> table.view().getSelectionModel().getSelectedItems().toString()))
          .contains("second");
      MenuButton export = deck.node("#node-log-export", MenuButton.class);
      FxThread.run(() -> export.getItems().getFirst().fire());
      deck.until(
          "moments are written as everywhere",
          () ->
              String.valueOf(Clipboard.getSystemClipboard().getString())
                  .contains("second,Node," + Script.NOW));
    }
  }

  private static void page(Deck deck, int page) {
    FxThread.run(() -> deck.node("#settings-tabs", TabPane.class).getSelectionModel().select(page));
    deck.settle();
  }

  @Test
  void searchNarrows() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      type(deck, "#settings-search", "Jobs run at once");
      assertThat(deck.visible("#setting-slots")).hasSize(1);
      assertThat(deck.visible("#setting-name")).isEmpty();
      type(deck, "#settings-search", "no such thing");
      assertThat(deck.visible("#setting-slots")).isEmpty();
    }
  }

  @Test
  void everySettingOfARealNodeIsShownFoundBySearchAndCheckedAsItIsTyped(@TempDir Path folder) {
    try (Node real = Node.open(NodeConfig.at(folder.resolve("data")).offline());
        Deck deck = new Deck(real)) {
      deck.show(Screen.SETTINGS);
      List<SettingView> settings = real.settings();
      assertThat(settings).hasSizeGreaterThan(30);
      for (SettingView setting : settings) {
        String id = "#setting-" + setting.key();
        type(deck, "#settings-search", setting.description());
        assertThat(deck.visible(id)).as(setting.key()).hasSize(1);
        Control typed = deck.node(id + "-value", Control.class);
        switch (setting.type()) {
          case "choice" ->
              assertThat(((ComboBox<?>) typed).getItems())
                  .as(setting.key())
                  .isEqualTo(setting.choices());
          case "number" -> {
            type(deck, id + "-value", "many");
            deck.until(setting.key() + " is told", () -> !deck.visible(id + "-problem").isEmpty());
            assertThat(deck.text(id + "-problem"))
                .contains(setting.min().orElseThrow() + " to " + setting.max().orElseThrow());
            deck.fire(id + "-discard");
          }
          default -> assertThat(field(deck, id + "-value").getText()).isEqualTo(setting.value());
        }
      }
    }
  }

  @Test
  void theLogIsShownAndTheBundleSaved() {
    try (Deck deck = new Deck(node)) {
      deck.files.saved = Optional.of(Path.of("bundle.zip"));
      deck.show(Screen.SETTINGS);
      page(deck, 1);
      deck.until("lines", () -> deck.table("node-log").rows().size() == 2);
      deck.fire("#toolbar-diagnostics");
      deck.until("saved", () -> node.did.contains("diagnostics bundle.zip"));
      deck.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.D);
      deck.until("and by its keys", () -> node.did.size() == 2);
      page(deck, 4);
      assertThat(deck.visible(".screen-title")).isNotEmpty();
      assertThat(deck.visible(".settings-page .label"))
          .extracting(label -> ((javafx.scene.control.Label) label).getText())
          .contains("my-laptop", "Apache-2.0");
    }
  }

  @Test
  void aSecretIsKeptGrantedForARunAndForgottenAndItsValueIsNotShown() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      page(deck, 2);
      type(deck, "#secret-name", "TOKEN");
      type(deck, "#secret-value", "hush");
      FxThread.run(() -> field(deck, "#secret-value").requestFocus());
      deck.press(KeyCode.ENTER);
      deck.until("kept", () -> deck.exists("#secret-TOKEN"));
      deck.until("cleared", () -> field(deck, "#secret-value").getText().isEmpty());
      type(deck, "#secret-run-TOKEN", "abc");
      deck.fire("#secret-grant-TOKEN");
      deck.until("granted", () -> !node.secrets.getFirst().grants().isEmpty());
      deck.until(
          "its ids are told short",
          () ->
              deck.visible("#secret-TOKEN .label").stream()
                  .anyMatch(
                      l ->
                          ((Labeled) l).getText().startsWith("Submitted by peer, workflow work…")));
      deck.fire("#forget-TOKEN");
      assertThat(node.secrets).as("its value would be gone for good: it is asked").hasSize(1);
      deck.fire("#confirm-yes");
      deck.until("forgotten", () -> node.secrets.isEmpty() && !deck.exists("#secret-TOKEN"));
      type(deck, "#variable-name", "COLOUR");
      type(deck, "#variable-value", "green");
      deck.fire("#variable-keep");
      deck.until("listed", () -> deck.exists("#variable-COLOUR"));
      deck.fire("#forget-COLOUR");
      deck.until("gone", () -> node.variables.isEmpty() && !deck.exists("#variable-COLOUR"));
      deck.fire(".toast-undo");
      deck.until("back", () -> deck.exists("#variable-COLOUR"));
      assertThat(node.variables.getFirst().value()).isEqualTo("green");
    }
  }

  @Test
  void anActionIsVendoredFromAFolderOrAnArchiveListedAndRemoved() {
    String uses = "octo/tool@" + "ab".repeat(20);
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.SETTINGS);
      page(deck, 3);
      deck.files.folder = Optional.of(Path.of("/tmp/tool"));
      deck.files.archive = Optional.of(Path.of("/tmp/tool.tar.gz"));
      type(deck, "#action-uses", uses);
      assertThat(deck.node("#action-vendor", javafx.scene.Node.class).isDisabled())
          .as("no path would be the folder the panel was started in")
          .isTrue();
      deck.fire("#action-folder");
      assertThat(field(deck, "#action-path").getText()).isEqualTo("/tmp/tool");
      deck.fire("#action-archive");
      deck.fire("#action-vendor");
      String remove = "#action-remove-" + uses.replaceAll("[/@]", "-");
      deck.until("listed", () -> deck.exists(remove));
      deck.until("cleared", () -> field(deck, "#action-uses").getText().isEmpty());
      deck.click(remove).click("#confirm-yes");
      deck.until("removed", () -> node.actions.isEmpty() && !deck.exists(remove));
      assertThat(node.did)
          .containsExactly("vendor " + uses + " /tmp/tool.tar.gz", "remove action " + uses);
    }
  }

  private static void type(Deck deck, String id, String text) {
    FxThread.run(() -> field(deck, id).setText(text));
    deck.settle();
  }

  private static TextField field(Deck deck, String id) {
    return deck.node(id, TextField.class);
  }
}
