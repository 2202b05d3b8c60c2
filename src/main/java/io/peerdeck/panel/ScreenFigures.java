package io.peerdeck.panel;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Measures how long it takes to go to each screen.
///
/// @param first to each screen for the first time: it is made then
/// @param again the longest of a few later visits
public record ScreenFigures(Map<Screen, Visit> first, Map<Screen, Visit> again) {
  private static final int ROUNDS = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// @param drawn until the screen was drawn for the first time
  /// @param complete until it was drawn with all it asked the node for
  public record Visit(Duration drawn, Duration complete) {
    private static Visit longer(Visit one, Visit other) {
      return new Visit(
          one.drawn.compareTo(other.drawn) > 0 ? one.drawn : other.drawn,
          one.complete.compareTo(other.complete) > 0 ? one.complete : other.complete);
    }
  }

  /// @param run the run that is shown on its screen
  public static ScreenFigures measure(PanelWindow window, String run) {
    Map<Screen, Visit> first = new EnumMap<>(Screen.class);
    for (Screen screen : Screen.values()) {
      settle(window);
      first.put(screen, screen == Screen.RUN ? open(window, run) : visit(window, screen));
    }
    Map<Screen, Visit> again = new EnumMap<>(Screen.class);
    List<Screen> back = new ArrayList<>(List.of(Screen.values()));
    for (int round = 0; round < ROUNDS; round++) {
      for (Screen screen : back) {
        settle(window);
        again.merge(screen, visit(window, screen), Visit::longer);
      }
      back = back.reversed();
    }
    return new ScreenFigures(first, again);
  }

  /// The longest of all screens.
  public static Duration longest(Map<Screen, Visit> visits, Function<Visit, Duration> which) {
    return visits.values().stream().map(which).max(Duration::compareTo).orElse(Duration.ZERO);
  }

  private static void settle(PanelWindow window) {
    if (!window.settle(PATIENCE)) {
      throw new IllegalStateException("the panel does not come to rest");
    }
  }

  private static Visit open(PanelWindow window, String run) {
    return visit(window, () -> window.shell().openRun(run, java.util.Optional.empty()));
  }

  private static Visit visit(PanelWindow window, Screen screen) {
    return visit(window, () -> window.shell().show(screen));
  }

  private static Visit visit(PanelWindow window, Runnable going) {
    Shell shell = FxThread.call(window::shell);
    Paint.Took took = Paint.after(shell.scene(), going, shell.desk().bridge()::idle);
    return new Visit(took.first(), took.all());
  }
}
