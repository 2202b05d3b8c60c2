package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.EntryView;
import io.peerdeck.node.PeerRef;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.clock.ClockCanvas;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.schedule.RunStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.Slider;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.ScrollEvent;
import org.junit.jupiter.api.Test;

/// The clock as a graph, small and with 100,000 entries.
final class ClockViewTest {
  private final ScriptedNode node = PicturesTest.filled();

  @Test
  void entriesAreLookedAtWithKeysAndTheirDetailIsInTheInspector() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK).fire("#header-details");
      FxThread.run(() -> canvas(deck).requestFocus());
      deck.press(KeyCode.DOWN).press(KeyCode.DOWN);
      assertThat(deck.text("#inspector .inspection-title")).isEqualTo("job assigned by hand");
      assertThat(FxThread.call(() -> canvas(deck).getAccessibleText())).contains("by nuc-1");
    }
  }

  @Test
  void newEntriesComeOnTopAndNothingMovesFurtherDown() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      deck.point("#clock-canvas").wheel(10);
      deck.until("scrolled", () -> canvas(deck).top() == 30);
      node.entries += 7;
      node.changed(new Change.Clock());
      deck.until("slid", () -> canvas(deck).top() == 37);
      deck.click("#clock-newest");
      assertThat(FxThread.call(() -> canvas(deck).top())).isZero();
      assertThat(deck.text("#clock-count")).isEqualTo("12,488 entries");
    }
  }

  @Test
  void newEntriesWaitAboveWhileThePointerIsOnTheNewest() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      deck.point("#clock-canvas");
      deck.until("the pointer is on it", () -> canvas(deck).isHover());
      node.entries += 7;
      node.changed(new Change.Clock());
      deck.until("they wait above", () -> canvas(deck).top() == 7);
      node.entries += 3;
      node.changed(new Change.Clock());
      deck.until("and more of them", () -> canvas(deck).top() == 10);
      deck.point("#navigation");
      deck.until("the newest are in sight", () -> canvas(deck).top() == 0);
    }
  }

  @Test
  void anEntryAboutARunSaysItsName() {
    String run = Script.entry(12_480).key();
    node.put(
        Script.run(12_480, "nightly-data", RunStatus.PENDING, Script.tasks(RunStatus.PENDING)));
    assertThat(run).isEqualTo(Script.cid(12_480));
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK).fire("#header-details");
      deck.until("names in sight are read", () -> node.runReads.get() > 0);
      deck.settle();
      FxThread.run(() -> canvas(deck).requestFocus());
      deck.until(
          "the name is said",
          () -> {
            canvas(deck).fireEvent(key(KeyCode.HOME));
            return canvas(deck)
                .getAccessibleText()
                .startsWith("run submitted, about nightly-data, by");
          });
      deck.until(
          "the inspector says it",
          () ->
              deck.visible(".inspection .label").stream()
                  .anyMatch(label -> ((Labeled) label).getText().equals("nightly-data")));
    }
  }

  private static KeyEvent key(KeyCode code) {
    return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false);
  }

  @Test
  void verifyTellsItsResult() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      List<Double> told = new CopyOnWriteArrayList<>();
      FxThread.run(
          () ->
              ((ProgressBar) canvas(deck).getScene().lookup("#clock-progress"))
                  .progressProperty()
                  .addListener((o, was, is) -> told.add(is.doubleValue())));
      deck.click("#clock-verify");
      assertThat(told).as("how far it is").anyMatch(share -> share > 0.5);
      assertThat(deck.exists("#clock-progress")).as("once it has ended").isFalse();
      assertThat(deck.text("#clock-verified"))
          .isEqualTo("All 12,481 entries are as they were written (checked in 420 ms)");
      assertThat(node.did).containsExactly("verify");
    }
  }

  @Test
  void searchFindsByKind() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      TextField field = deck.node("#clock-search", TextField.class);
      FxThread.run(() -> field.setText("fleet.created"));
      deck.until(
          "found",
          () ->
              deck.node("#clock-count", javafx.scene.control.Label.class)
                  .getText()
                  .startsWith("1 found"));
    }
  }

  @Test
  void newMatchesComeOnTopOfWhatWasFoundAndNothingMovesFurtherDown() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      TextField field = deck.node("#clock-search", TextField.class);
      FxThread.run(() -> field.setText("job."));
      deck.until("found", () -> deck.text("#clock-count").contains("found"));
      deck.settle();
      FxThread.run(() -> canvas(deck).scrollTo(300));
      deck.settle();
      FxThread.run(() -> canvas(deck).requestFocus());
      FxThread.run(() -> canvas(deck).fireEvent(key(KeyCode.DOWN)));
      String chosen = FxThread.call(() -> canvas(deck).getAccessibleText());
      long fresh =
          LongStream.range(node.entries, node.entries + 20)
              .filter(place -> Script.entry(place).kind().contains("job."))
              .count();
      assertThat(fresh).isPositive();
      List<Long> tops = new CopyOnWriteArrayList<>();
      ScrollBar bar = deck.node("#clock-scroll", ScrollBar.class);
      FxThread.run(() -> bar.valueProperty().addListener((o, was, is) -> tops.add(is.longValue())));
      node.entries += 20;
      node.changed(new Change.Clock());
      deck.until("slid", () -> canvas(deck).top() == 300 + fresh);
      assertThat(tops).as("it never jumped").containsOnly(300 + fresh);
      FxThread.run(() -> canvas(deck).fireEvent(key(KeyCode.UP)));
      FxThread.run(() -> canvas(deck).fireEvent(key(KeyCode.DOWN)));
      assertThat(FxThread.call(() -> canvas(deck).getAccessibleText())).isEqualTo(chosen);
    }
  }

  @Test
  void whereNoEntryIsAsAskedForTheScreenSaysWhatToDo() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      TextField field = deck.node("#clock-search", TextField.class);
      FxThread.run(() -> field.setText("no such thing"));
      deck.until("said", () -> deck.exists("#clock-all"));
      assertThat(deck.exists("#clock-canvas")).isFalse();
      deck.click("#clock-all");
      deck.until("all again", () -> deck.exists("#clock-canvas"));
      assertThat(deck.text("#clock-count")).isEqualTo("12,481 entries");
    }
  }

  @Test
  void aTouchpadScrollsByItsStrokes() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      for (int stroke = 0; stroke < 10; stroke++) {
        FxThread.run(() -> canvas(deck).fireEvent(scrolled(-5)));
      }
      assertThat(FxThread.call(() -> canvas(deck).top())).isEqualTo(3);
    }
  }

  private static ScrollEvent scrolled(double pixels) {
    return new ScrollEvent(
        ScrollEvent.SCROLL,
        0,
        0,
        0,
        0,
        false,
        false,
        false,
        false,
        true,
        false,
        0,
        pixels,
        0,
        pixels,
        ScrollEvent.HorizontalTextScrollUnits.NONE,
        0,
        ScrollEvent.VerticalTextScrollUnits.NONE,
        0,
        0,
        null);
  }

  @Test
  void kindAndAuthorNarrowAndACidGoesToItsEntry() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      ComboBox<Optional<String>> kind = combo(deck, "#clock-kind");
      FxThread.run(() -> kind.setValue(Optional.of("job.claimed")));
      deck.until("narrowed", () -> deck.text("#clock-count").contains("found"));
      assertThat(node.asked.getLast().kind()).contains("job.claimed");
      ComboBox<Optional<PeerRef>> author = combo(deck, "#clock-author");
      FxThread.run(() -> author.setValue(author.getItems().get(1)));
      deck.until("asked", () -> node.asked.getLast().author().isPresent());

      TextField field = deck.node("#clock-search", TextField.class);
      FxThread.run(() -> field.setText(Script.entry(7).cid()));
      deck.until("all again", () -> deck.text("#clock-count").equals("12,481 entries"));
      deck.until("the place of the entry", () -> canvas(deck).top() > 12_400);
      assertThat(FxThread.call(kind::getValue)).isEmpty();
    }
  }

  @Test
  void whatIsUnusualOfAnEntryIsSaidAndItsParentsAreAClickAway() {
    EntryView entry = Script.entry(12_469);
    String parent = entry.prev().orElseThrow();
    try (Deck deck = new Deck(node)) {
      FxThread.run(() -> deck.window.shell().show(Screen.CLOCK, entry.cid()));
      deck.settle();
      deck.fire("#header-details");
      deck.until("it is told", () -> chosen(deck).equals(Optional.of(entry.cid())));
      assertThat(
              FxThread.call(
                  () ->
                      deck.visible(".inspection .label").stream()
                          .map(label -> ((Labeled) label).getText())
                          .toList()))
          .contains("Its author was no worker when it wrote this.", "without effect", "Signature");
      FxThread.run(() -> canvas(deck).fireEvent(key(KeyCode.DOWN)));
      FxThread.run(() -> canvas(deck).fireEvent(key(KeyCode.UP)));
      assertThat(FxThread.call(() -> canvas(deck).getAccessibleText())).contains("(no effect)");
      deck.settle();
      FxThread.run(
          () ->
              deck.visible(".inspection .button").stream()
                  .filter(button -> String.valueOf(button.getAccessibleText()).contains(parent))
                  .forEach(button -> ((Button) button).fire()));
      deck.until("the one before", () -> chosen(deck).equals(Optional.of(parent)));
    }
  }

  private static Optional<String> chosen(Deck deck) {
    return deck.window.shell().current().chosenKey();
  }

  @Test
  void theQueueIsShownAsItWasAtAnEntryAndByTheSlider() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      deck.fire("#clock-travel");
      deck.until("told", () -> deck.text("#clock-as-it-was-told").contains("12,481"));
      assertThat(node.did).contains("runs at " + Script.entry(12_480).cid());
      MenuButton export = deck.node("#as-it-was-export", MenuButton.class);
      FxThread.run(() -> export.getItems().getFirst().fire());
      deck.until(
          "moments are written as everywhere",
          () ->
              Optional.ofNullable(Clipboard.getSystemClipboard().getString())
                  .filter(text -> text.startsWith("status,name,priority"))
                  .filter(text -> text.contains(",2026-03-0"))
                  .isPresent());
      Slider slider = deck.node("#clock-slider", Slider.class);
      FxThread.run(() -> slider.setValue(101));
      deck.until("earlier", () -> deck.text("#clock-as-it-was-told").contains("entry 101 "));
      assertThat(node.did).contains("runs at " + Script.entry(100).cid());
      deck.until("in sight", () -> canvas(deck).top() > 12_300);
      FxThread.run(() -> slider.setValue(12_481));
      deck.until("many", () -> deck.table("as-it-was").rows().size() > 10);
      node.refusal = Optional.of("That time is not kept any more.");
      FxThread.run(() -> slider.setValue(9_000));
      deck.until(
          "said", () -> deck.text("#clock-as-it-was-told").startsWith("The queue of that time"));
      assertThat(deck.table("as-it-was").rows()).as("none of another time").isEmpty();
      deck.fire("#clock-as-it-was-close");
      assertThat(deck.exists("#clock-as-it-was-told")).isFalse();
    }
  }

  @Test
  void keysVerifyTravelAndGoToTheNewest() {
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      FxThread.run(() -> canvas(deck).scrollTo(50));
      deck.press(KeyCode.CONTROL, KeyCode.HOME);
      assertThat(FxThread.call(() -> canvas(deck).top())).isZero();
      deck.press(KeyCode.CONTROL, KeyCode.T);
      deck.until("as it was", () -> deck.exists("#clock-as-it-was-told"));
      deck.press(KeyCode.CONTROL, KeyCode.T);
      assertThat(deck.exists("#clock-as-it-was-told")).isFalse();
      deck.press(KeyCode.CONTROL, KeyCode.SHIFT, KeyCode.V);
      deck.until("verified", () -> node.did.contains("verify"));
    }
  }

  @Test
  void aMillionEntriesAreReadWhereverSomebodyLooks() {
    node.entries = 1_000_000;
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      deck.until("read", () -> canvas(deck).lastDrawnRows() > 10);
      int before = node.asked.size();
      FxThread.run(() -> canvas(deck).scrollTo(500_000));
      deck.until("the middle is in sight", () -> canvas(deck).lastDrawnRows() > 20);
      assertThat(node.asked.size() - before).isLessThan(10);
    }
  }

  @Test
  void aHundredThousandEntriesScrollSmoothly() throws Exception {
    node.entries = 100_000;
    try (Deck deck = new Deck(node)) {
      deck.show(Screen.CLOCK);
      long[] nanos = new long[200];
      for (int i = 0; i < nanos.length; i++) {
        long place = i * 25L;
        nanos[i] =
            FxThread.call(
                () -> {
                  canvas(deck).scrollTo(place);
                  canvas(deck).layout();
                  return canvas(deck).lastDrawNanos();
                });
        assertThat(FxThread.call(() -> canvas(deck).lastDrawnRows())).isLessThan(60);
      }
      Arrays.sort(nanos);
      PanelFigures.note("panel.clockDraw.p50@100000", nanos[100] / 1000, "us");
      PanelFigures.note("panel.clockDraw.p99@100000", nanos[198] / 1000, "us");
      FxThread.run(() -> canvas(deck).scrollTo(99_999));
      deck.until("the oldest is in sight", () -> canvas(deck).lastDrawnRows() > 20);
      FxThread.run(() -> canvas(deck).requestFocus());
      deck.press(KeyCode.END);
      assertThat(FxThread.call(() -> canvas(deck).getAccessibleText())).contains("fleet created");
    }
  }

  @SuppressWarnings("unchecked") // the panel made it so
  private static <T> ComboBox<T> combo(Deck deck, String id) {
    return deck.node(id, ComboBox.class);
  }

  private static ClockCanvas canvas(Deck deck) {
    return deck.node("#clock-canvas", ClockCanvas.class);
  }
}
