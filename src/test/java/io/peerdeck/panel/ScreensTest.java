package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every screen, page, form and state at once: room, contrast, keys.
final class ScreensTest {
  private static final Shown.Look USUAL = new Shown.Look(Theme.LIGHT, 100);

  private static final Shown.Look DARK = new Shown.Look(Theme.DARK, 100);
  private static final Shown.Look LARGE = new Shown.Look(Theme.HIGH_CONTRAST, 200);

  private final List<String> found = new ArrayList<>();

  @Test
  void everyScreenHasRoomAndContrastAndIsUsedByKeysAlone() {
    new Tour(
            1280,
            820,
            shown -> {
              found(shown, USUAL, FxThread.call(() -> KeyWalk.of(shown.scene())));
              room(shown, USUAL);
              rows(shown);
              contrast(shown, USUAL);
              shown.look(DARK);
              contrast(shown, DARK);
              shown.look(LARGE);
              contrast(shown, LARGE);
              room(shown, LARGE);
            })
        .take();
    assertThat(found).isEmpty();
  }

  @Test
  void aNarrowWindowHasRoomForEverything() {
    Tour tour = new Tour(1000, 700, shown -> room(shown, USUAL));
    tour.filled();
    tour.aside();
    assertThat(found).isEmpty();
  }

  @Test
  void whatDropsDownHasRoomAndContrast() {
    List<Shown.Look> looks = List.of(USUAL, DARK, new Shown.Look(Theme.HIGH_CONTRAST, 100));
    Set<String> seen = new HashSet<>();
    new Tour(1000, 820, shown -> {})
        .menus(
            looks,
            (shown, look) -> {
              seen.add(shown.name() + " " + look);
              room(shown, look);
              contrast(shown, look);
            });
    assertThat(seen).hasSizeGreaterThan(8 * looks.size());
    assertThat(found).isEmpty();
  }

  @Test
  void whatComesLaterIsSaidLikeWhatWasThere() {
    List<String> seen = new ArrayList<>();
    new Tour(1280, 820, shown -> seen.add(rows(shown))).growing();
    assertThat(seen).hasSizeGreaterThan(7);
    assertThat(found).isEmpty();
  }

  private String rows(Shown shown) {
    found(shown, USUAL, FxThread.call(() -> RowWalk.of(shown.scene())));
    return shown.name();
  }

  private void contrast(Shown shown, Shown.Look look) {
    found(shown, look, FxThread.call(() -> ContrastWalk.of(shown.scene())));
    found(shown, look, FxThread.call(() -> ContrastWalk.ofTouched(shown.scene())));
  }

  private void room(Shown shown, Shown.Look look) {
    found(shown, look, FxThread.call(() -> RoomWalk.of(shown.scene())));
  }

  private void found(Shown shown, Shown.Look look, List<String> wrong) {
    wrong.forEach(one -> found.add(shown.name() + " " + look + ": " + one));
  }
}
