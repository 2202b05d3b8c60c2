package io.peerdeck.panel;

import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Screen;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/// Where the person has been: back, forward, and where to be after a restart.
final class Places {
  /// More steps back than anyone takes.
  static final int STEPS = 100;

  private static final String NAME = "place";
  private final PanelMemory memory;
  private final Deque<Place> back = new ArrayDeque<>();
  private final Deque<Place> forward = new ArrayDeque<>();
  private Place now;

  /// A screen and what is chosen there: a row's key, or the run on the Run screen.
  ///
  /// @param preview whether the preview of files is shown in place of the screen
  record Place(Screen screen, Optional<String> chosen, boolean preview) {
    Place(Screen screen, Optional<String> chosen) {
      this(screen, chosen, false);
    }
  }

  /// Kept of the place the person was at last.
  record Kept(String screen, Optional<String> chosen) {}

  Places(PanelMemory memory) {
    this.memory = memory;
    this.now = memory.recall(NAME, Kept.class).flatMap(Places::known).orElse(FIRST);
  }

  private static final Place FIRST = new Place(Screen.OVERVIEW, Optional.empty());

  private static Optional<Place> known(Kept kept) {
    for (Screen screen : Screen.values()) {
      if (screen.key().equals(kept.screen().toLowerCase(Locale.ROOT))) {
        // Tables and the clock remember themselves what was chosen in them.
        boolean run = screen == Screen.RUN;
        return Optional.of(new Place(screen, run ? kept.chosen() : Optional.empty()));
      }
    }
    return Optional.empty();
  }

  Place now() {
    return now;
  }

  /// The person goes somewhere; what was chosen where they leave is `left`.
  void go(Place next, Optional<String> left) {
    Place leaving = leaving(left);
    if (!leaving.equals(next)) {
      if (leaving.screen() != next.screen()
          || leaving.screen() == Screen.RUN
          || leaving.preview() != next.preview()) {
        push(back, leaving);
        forward.clear();
      }
      arrive(next);
    }
  }

  /// The preview of files comes in place of the screen shown now.
  void preview(Optional<String> left) {
    go(new Place(now.screen(), left, true), left);
  }

  /// The preview is done with, and nobody comes back to it.
  void forgetPreview() {
    if (now.preview()) {
      now = Optional.ofNullable(back.pollLast()).orElse(FIRST);
    }
    back.removeIf(Place::preview);
    forward.removeIf(Place::preview);
  }

  private Place leaving(Optional<String> left) {
    return new Place(now.screen(), left, now.preview());
  }

  Optional<Place> back(Optional<String> left) {
    return step(back, forward, left);
  }

  Optional<Place> forward(Optional<String> left) {
    return step(forward, back, left);
  }

  private Optional<Place> step(Deque<Place> from, Deque<Place> to, Optional<String> left) {
    Optional<Place> next = Optional.ofNullable(from.pollLast());
    next.ifPresent(
        place -> {
          push(to, leaving(left));
          arrive(place);
        });
    return next;
  }

  private static void push(Deque<Place> steps, Place place) {
    steps.addLast(place);
    if (steps.size() > STEPS) {
      steps.removeFirst();
    }
  }

  private void arrive(Place place) {
    now = place;
    memory.keep(NAME, new Kept(place.screen().key(), place.chosen()));
  }
}
