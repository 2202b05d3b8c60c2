package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.SubmitPreview;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.preview.PreviewView;
import io.peerdeck.panel.preview.SourceView;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Dropping files and what is shown before anything is submitted.
final class PreviewViewTest {
  private final ScriptedNode node = PicturesTest.filled();
  private final Path good = Path.of("nightly.yml").toAbsolutePath();
  private final Path bad = Path.of("broken.yml").toAbsolutePath();

  PreviewViewTest() {
    node.previews.put(good, Script.preview(good));
    node.previews.put(bad, Script.broken(bad));
  }

  @Test
  void filesOverTheWindowDimItAndSayWhatWouldHappen() throws Exception {
    try (Deck deck = new Deck(node)) {
      Drags.files(deck, DragEvent.DRAG_OVER, good, bad);
      assertThat(deck.text("#drop-title")).isEqualTo("Drop to preview 2 workflows");
      Drags.files(deck, DragEvent.DRAG_EXITED_TARGET, good, bad);
      assertThat(deck.exists("#drop")).isFalse();
    }
  }

  @Test
  void droppedFilesArePreviewedAndTheGoodOnesSubmitted() throws Exception {
    try (Deck deck = new Deck(node)) {
      Drags.files(deck, DragEvent.DRAG_OVER, good, bad, Path.of("notes.txt"));
      Drags.files(deck, DragEvent.DRAG_DROPPED, bad, good, Path.of("notes.txt"));
      assertThat(deck.exists("#drop")).isFalse();
      ListView<?> files = deck.node("#preview-files", ListView.class);
      assertThat(FxThread.call(() -> files.getItems().size())).isEqualTo(3);
      assertThat(deck.text("#preview-submit")).isEqualTo("Submit 1 run");
      assertThat(
              FxThread.call(
                  () ->
                      deck.visible("#preview-files .check-box").stream()
                          .filter(box -> ((CheckBox) box).isSelected())
                          .map(Node::getId)
                          .toList()))
          .as("what is left out is not ticked")
          .containsExactly("wanted-nightly.yml");
      deck.click("#preview-submit");
      assertThat(node.did).containsExactly("submit nightly.yml");
    }
  }

  @Test
  void aBrokenFileShowsItsErrorsAtLineAndColumnWithTheLineMarked() {
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(bad));
      deck.settle();
      assertThat(deck.text("#preview-problems .button")).isEqualTo("line 8, column 5");
      assertThat(deck.node("#preview-submit", javafx.scene.Node.class).isDisabled()).isTrue();
      ListView<?> source = deck.node("#preview-source", ListView.class);
      SourceView.Line marked =
          (SourceView.Line) FxThread.call(() -> source.getSelectionModel().getSelectedItem());
      assertThat(marked.number()).isEqualTo(8);
      assertThat(marked.problems()).hasSize(1);
      assertThat(deck.exists(".log-cell:broken")).isTrue();
      assertThat(node.did).isEmpty();
    }
  }

  @Test
  void jobsOwnersInputsAndSnapshotAreShownAndInputsAreAskedAgain() {
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(good));
      deck.settle();
      assertThat(deck.exists("#preview-jobs")).isTrue();
      CheckBox dry = deck.node("#input-dry", CheckBox.class);
      FxThread.run(dry::fire);
      PreviewView preview = (PreviewView) FxThread.call(() -> current(deck));
      deck.until(
          "the input is asked about",
          () -> "true".equals(preview.files().getFirst().request().inputs().get("dry")));
      deck.fire("#preview-held");
      assertThat(FxThread.call(() -> preview.files().getFirst().request().held())).isTrue();
      assertThat(deck.text("#preview-command"))
          .startsWith("peerdeck workflow submit " + good)
          .endsWith(" --inputs '{\"dry\":\"true\"}' --held");
      assertThat(shownIn(deck, "#preview-queue-timeout")).isEqualTo("Waits 24h at most");
      assertThat(shownIn(deck, "#preview-attempts")).isEqualTo("Tried 5 times at most");
      choose(deck, "#preview-queue-timeout", 1);
      choose(deck, "#preview-attempts", 0);
      deck.fire("#preview-network");
      assertThat(deck.text("#preview-command"))
          .endsWith("--held --network --queue-timeout 1h --attempts 1");
    }
  }

  private static Object shownIn(Deck deck, String box) {
    return FxThread.call(() -> deck.node(box, ComboBox.class).getValue());
  }

  private static void choose(Deck deck, String box, int item) {
    FxThread.run(() -> deck.node(box, ComboBox.class).getSelectionModel().select(item));
    deck.settle();
  }

  @Test
  void anEventIsChosenAndItsPlaceTyped() {
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(good));
      deck.settle();
      PreviewView preview = (PreviewView) FxThread.call(() -> current(deck));
      ComboBox<?> event = deck.node("#preview-event", ComboBox.class);
      FxThread.run(() -> event.getSelectionModel().select(1));
      deck.settle();
      TextField ref = deck.node("#preview-event-ref", TextField.class);
      FxThread.run(() -> ref.setText("main"));
      assertThat(deck.text("#preview-event-fault")).startsWith("'main' is no ref in full");
      FxThread.run(() -> ref.setText("refs/heads/main"));
      deck.until(
          "the event is asked about",
          () ->
              preview
                  .files()
                  .getFirst()
                  .request()
                  .event()
                  .filter(happened -> happened.ref().equals("refs/heads/main"))
                  .isPresent());
      deck.settle();
      assertThat(deck.text("#preview-command")).endsWith(" --event push --ref refs/heads/main");
    }
  }

  @Test
  void theSnapshotFolderIsChosen() {
    try (Deck deck = new Deck(node)) {
      deck.files.folder = Optional.of(Path.of("workspace"));
      deck.window.preview(List.of(good));
      deck.settle();
      deck.fire("#preview-folder");
      PreviewView preview = (PreviewView) FxThread.call(() -> current(deck));
      deck.until(
          "the folder is asked about",
          () ->
              preview
                  .files()
                  .getFirst()
                  .request()
                  .folder()
                  .equals(Optional.of(Path.of("workspace"))));
    }
  }

  @Test
  void aFileThatCannotBeReadSaysWhy() {
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(Path.of("gone.yml")));
      deck.settle();
      assertThat(deck.text("#preview-failure")).isEqualTo("There is no file gone.yml.");
    }
  }

  @Test
  void aFolderIsLookedThroughAndWhatIsNoWorkflowIsRefusedWithTheReason(@TempDir Path folder)
      throws Exception {
    Path workflows = Files.createDirectories(folder.resolve(".github/workflows"));
    Path nightly =
        Files.writeString(workflows.resolve("nightly.yml"), Script.preview(good).source());
    Path binary = Files.write(folder.resolve("photo.yml"), new byte[] {1, 0, 2});
    node.previews.put(nightly, Script.preview(nightly));
    try (Deck deck = new Deck(node)) {
      Drags.files(deck, DragEvent.DRAG_OVER, folder.resolve(".github"));
      assertThat(deck.text("#drop-title")).isEqualTo("Drop to look for workflows in it");
      Drags.files(deck, DragEvent.DRAG_DROPPED, folder, binary);
      PreviewView preview = (PreviewView) FxThread.call(() -> current(deck));
      assertThat(preview.files())
          .extracting(file -> file.path().getFileName().toString())
          .containsExactly("nightly.yml", "photo.yml");
      assertThat(deck.text("#preview-submit")).isEqualTo("Submit 1 run");
      ListView<?> list = deck.node("#preview-files", ListView.class);
      FxThread.run(() -> list.getSelectionModel().select(1));
      deck.settle();
      assertThat(deck.text("#preview-failure")).startsWith("This is not text");
    }
  }

  @Test
  void aFolderWithoutWorkflowsSaysWhatWasLookedFor(@TempDir Path folder) {
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(folder));
      deck.settle();
      assertThat(deck.text("#preview-notes")).contains("No workflow file is in");
      assertThat(deck.exists("#preview-choose")).isTrue();
    }
  }

  @Test
  void inputsAreCheckedAsTheyAreTyped() {
    node.previews.put(
        good,
        Script.withInputs(
            Script.preview(good),
            List.of(new SubmitPreview.InputField("rows", "number", "", true, "", List.of()))));
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(good));
      deck.settle();
      assertThat(deck.text("#fault-rows")).isEqualTo("This input is required.");
      TextField rows = deck.node("#input-rows", TextField.class);
      FxThread.run(() -> rows.setText("many"));
      assertThat(deck.text("#fault-rows")).startsWith("Write a number");
      assertThat(deck.node("#preview-submit", javafx.scene.Node.class).isDisabled()).isTrue();
      FxThread.run(() -> rows.setText("12"));
      deck.until("it fits", () -> deck.visible("#fault-rows").isEmpty());
      deck.until(
          "it can be submitted",
          () -> !deck.node("#preview-submit", javafx.scene.Node.class).isDisabled());
    }
  }

  @Test
  void problemsAreGoneThroughOneByOne() {
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(bad));
      deck.settle();
      assertThat(deck.text("#problem-place")).isEqualTo("Problem 1 of 2");
      deck.fire("#problem-next");
      assertThat(deck.text("#problem-place")).isEqualTo("Problem 2 of 2");
      ListView<?> source = deck.node("#preview-source", ListView.class);
      assertThat(FxThread.call(() -> source.getSelectionModel().getSelectedIndex())).isEqualTo(10);
      deck.fire("#problem-next");
      assertThat(deck.text("#problem-place")).isEqualTo("Problem 1 of 2");
    }
  }

  @Test
  void keysGoThroughTheProblemsAndSubmit() {
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(bad, good));
      deck.settle();
      deck.press(KeyCode.F8);
      assertThat(deck.text("#problem-place")).isEqualTo("Problem 2 of 2");
      deck.press(KeyCode.SHIFT, KeyCode.F8);
      assertThat(deck.text("#problem-place")).isEqualTo("Problem 1 of 2");
      deck.press(KeyCode.F1);
      assertThat(deck.visible("#shortcuts .label"))
          .extracting(label -> ((Label) label).getText())
          .contains("Submit what is chosen", "F8");
      deck.press(KeyCode.ESCAPE).press(KeyCode.CONTROL, KeyCode.ENTER);
      assertThat(node.did).containsExactly("submit nightly.yml");
    }
  }

  @Test
  void aPreviewIsComeBackToAsItWasLeftUntilItIsSubmitted() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.QUEUE);
      deck.window.preview(List.of(good));
      deck.settle();
      deck.fire("#preview-held").show(Screen.PEERS).press(KeyCode.ALT, KeyCode.LEFT);
      assertThat(FxThread.call(deck.node("#preview-held", CheckBox.class)::isSelected)).isTrue();
      deck.press(KeyCode.ALT, KeyCode.LEFT);
      assertThat(deck.exists("#queue-table")).as("where the files were dropped").isTrue();
      deck.press(KeyCode.ALT, KeyCode.RIGHT);
      assertThat(FxThread.call(deck.node("#preview-held", CheckBox.class)::isSelected)).isTrue();
      deck.fire("#preview-submit");
      deck.until("the run is open", () -> deck.exists("#job-graph"));
      deck.press(KeyCode.ALT, KeyCode.LEFT);
      assertThat(deck.exists("#queue-table")).as("nothing is left to submit").isTrue();
      deck.window.preview(List.of(bad));
      deck.settle();
      deck.fire("#preview-close");
      assertThat(deck.exists("#queue-table")).isTrue();
    }
  }

  @Test
  void whatTheNodeRefusesSaysSoAtItsFile() {
    node.previews.put(bad, Script.preview(bad));
    node.refusal = Optional.of("The disk is full: free some space.");
    try (Deck deck = new Deck(node)) {
      deck.window.preview(List.of(good, bad));
      deck.settle();
      assertThat(deck.exists("#preview-trust")).isTrue();
      PreviewView preview = (PreviewView) FxThread.call(() -> current(deck));
      FxThread.run(() -> preview.files().get(1).wanted(false));
      deck.click("#preview-submit");
      deck.until("it says why", () -> deck.text("#preview-refusal").startsWith("The disk is full"));
      node.refusal = Optional.empty();
      deck.click("#preview-submit");
      assertThat(node.did).containsExactly("submit nightly.yml");
    }
  }

  private static View current(Deck deck) {
    return deck.window.shell().current();
  }
}
