package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import java.util.Optional;

/// Which step of a log is shown alone. One that runs goes on: its lines are shown as they come, and
/// none of the step after it. Only on the FX thread.
final class StepAlone {
  private final LogView view;
  private final LogRows rows;
  private Optional<Integer> chosen = Optional.empty();

  StepAlone(LogView view, LogRows rows) {
    this.view = view;
    this.rows = rows;
  }

  /// Shows this step alone, from its beginning unless it goes on and is followed.
  void choose(int step) {
    chosen = Optional.of(step);
    narrow(step, true);
  }

  /// Shows all steps again.
  void none() {
    chosen = Optional.empty();
    rows.all();
  }

  /// Looks anew where the step ends if these lines do not fit what is shown.
  void more(LogChunk chunk) {
    chosen
        .filter(
            step ->
                chunk.lines().stream()
                    .anyMatch(line -> (line.step() == step) != rows.holds(line.number())))
        .ifPresent(step -> narrow(step, false));
  }

  private void narrow(int step, boolean anew) {
    view.open()
        .ifPresent(
            now ->
                now.places()
                    .step(
                        step,
                        (first, end) -> {
                          if (chosen.equals(Optional.of(step))) {
                            narrowed(first, end, anew);
                          }
                        }));
  }

  private void narrowed(long first, long end, boolean anew) {
    boolean goesOn = !view.ended() && end >= rows.lines();
    rows.only(first, goesOn ? Long.MAX_VALUE : end);
    if (anew && !(goesOn && view.isFollowing())) {
      view.following(false);
      view.area().clear();
    }
    view.arrived();
  }
}
