package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import javafx.scene.Scene;
import org.junit.jupiter.api.Test;

/// Every screen, page, form and state at once: room, contrast, keys.
final class ScreensTest {
  private static final Shown.Look USUAL = new Shown.Look(Theme.LIGHT, 100);

  private static final Shown.Look SMALL = new Shown.Look(Theme.LIGHT, 80);
  private static final Shown.Look DARK = new Shown.Look(Theme.DARK, 100);
  private static final Shown.Look LARGE = new Shown.Look(Theme.HIGH_CONTRAST, 200);

  private final List<String> found = new ArrayList<>();

  @Test
  void everyScreenHasRoomAndContrastAndIsUsedByKeysAlone() {
    new Tour(
            1280,
            820,
            shown -> {
              // As the stop before has left it: a new look takes longer than all the walks.
              Shown.Look first = shown.look();
              assertThat(first).isIn(USUAL, DARK);
              Shown.Look last = first.equals(USUAL) ? DARK : USUAL;
              FxThread.run(
                  () -> {
                    found(shown, first, KeyWalk::of, RowWalk::of);
                    roomAndContrast(shown, first);
                    shown.look(LARGE);
                  });
              FxThread.run(
                  () -> {
                    roomAndContrast(shown, LARGE);
                    shown.look(last);
                  });
              roomAndContrast(shown, last);
            })
        .take();
    assertThat(found).isEmpty();
  }

  @Test
  void aNarrowWindowHasRoomForEverything() {
    Tour tour =
        new Tour(
            1000,
            700,
            shown -> {
              room(shown, USUAL);
              for (Shown.Look look : List.of(SMALL, LARGE)) {
                shown.look(look);
                shown.settle().run();
                room(shown, look);
              }
              shown.look(USUAL);
            });
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
              roomAndContrast(shown, look);
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
    found(shown, USUAL, RowWalk::of);
    return shown.name();
  }

  private void room(Shown shown, Shown.Look look) {
    found(shown, look, RoomWalk::of);
  }

  private void roomAndContrast(Shown shown, Shown.Look look) {
    found(shown, look, RoomWalk::of, ContrastWalk::of, ContrastWalk::ofTouched);
  }

  /// One walk after the other, without a frame between them.
  @SafeVarargs
  private void found(Shown shown, Shown.Look look, Function<Scene, List<String>>... walks) {
    FxThread.run(
        () -> {
          for (Function<Scene, List<String>> walk : walks) {
            walk.apply(shown.scene())
                .forEach(wrong -> found.add(shown.name() + " " + look + ": " + wrong));
          }
        });
  }
}
