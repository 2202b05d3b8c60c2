package io.peerdeck.panel.log;

import io.peerdeck.node.Node;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.HeldMeter;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.FileChoice;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

/// Measures the log view on a finished log of a node: opening it, going through it from end to
/// beginning and back, searching all of it. Needs the JavaFX toolkit; opens a window of its own.
///
/// @param lines of the log
/// @param open until the newest lines are on the screen
/// @param scrollMax the longest the FX thread was held while the thumb went through the whole log
/// @param jump the longest until the lines of a place far away were on the screen
/// @param search until the whole log was searched
/// @param hits lines found
/// @param workMax the most processor time the FX thread spent between two questions that were due
///     every 3 ms, while the thumb went through the whole log: unlike the others not lengthened by
///     what else runs on the machine
/// @param heldMax the longest the FX thread was held in all of it
/// @param heapBytes in use afterwards, after a collection
public record LogFigures(
    long lines,
    Duration open,
    Duration scrollMax,
    Duration workMax,
    Duration jump,
    Duration search,
    long hits,
    Duration heldMax,
    long heapBytes) {
  private static final String STYLES =
      Objects.requireNonNull(LogFigures.class.getResource("/io/peerdeck/panel/panel.css"))
          .toExternalForm();
  private static final long DEADLINE_SECONDS = 300;
  private static final int PLACES = 40;
  private static final int NOTCHES = 60;

  /// Measures with the panel's own stylesheet.
  ///
  /// @param wanted the text searched for
  public static LogFigures measure(Node node, String runId, TaskRef task, String wanted) {
    NodeBridge bridge =
        FxThread.call(() -> new NodeBridge(node, new Notices(InstantSource.system())));
    LogView view =
        FxThread.call(() -> new LogView(bridge, new NoFiles(), PanelMemory.ofThisSession()));
    Stage stage = FxThread.call(() -> shown(view));
    try (HeldMeter held = new HeldMeter()) {
      long begun = System.nanoTime();
      FxThread.run(() -> view.open(runId, task));
      await("the log to open", () -> view.ended() && endInSight(view));
      Duration open = since(begun);
      final long lines = FxThread.call(() -> view.lines());
      held.reset();
      final Duration jump = scroll(view, lines);
      final Duration scrollMax = held.max();
      final Duration workMax = held.work();
      begun = System.nanoTime();
      FxThread.run(() -> view.searchField().setText(wanted));
      await("the search", () -> view.search().active() && view.search().progress() >= 1);
      final Duration search = since(begun);
      final long hits = FxThread.call(() -> view.search().count());
      final Duration heldMax = held.longest();
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      long heap = runtime.totalMemory() - runtime.freeMemory();
      return new LogFigures(lines, open, scrollMax, workMax, jump, search, hits, heldMax, heap);
    } finally {
      FxThread.run(
          () -> {
            view.stop();
            stage.close();
            bridge.close();
          });
    }
  }

  private static Stage shown(LogView view) {
    Stage stage = new Stage();
    Scene scene = new Scene(view, 900, 700);
    scene.getStylesheets().add(STYLES);
    stage.setScene(scene);
    stage.show();
    return stage;
  }

  /// From the end to the beginning in jumps, each followed by the wheel; then back to the end.
  private static Duration scroll(LogView view, long lines) {
    Duration longest = Duration.ZERO;
    for (int i = PLACES; i >= 0; i--) {
      long line = (lines - 1) * i / PLACES;
      long begun = System.nanoTime();
      FxThread.run(() -> view.goTo(line));
      await("line " + line, () -> view.area().row(line).filter(LogFigures::there).isPresent());
      Duration took = since(begun);
      longest = took.compareTo(longest) > 0 ? took : longest;
      for (int notch = 0; notch < NOTCHES; notch++) {
        FxThread.run(() -> view.area().scrollBy(view.area().rowHeight() * 3));
      }
    }
    FxThread.run(() -> view.following(true));
    await("the end", () -> endInSight(view));
    return longest;
  }

  private static boolean there(LogRow row) {
    return !row.words().isEmpty();
  }

  private static boolean endInSight(LogView view) {
    return view.area().row(view.lines() - 1).filter(LogFigures::there).isPresent();
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  private static void await(String what, BooleanSupplier condition) {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!FxThread.call(condition::getAsBoolean)) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException("waited " + DEADLINE_SECONDS + " s in vain for " + what);
      }
      LockSupport.parkNanos(1_000_000);
    }
  }

  /// Nobody is there to choose.
  private static final class NoFiles implements FileChoice {
    @Override
    public List<Path> workflows(Window owner) {
      return List.of();
    }

    @Override
    public Optional<Path> save(Window owner, String title, String name) {
      return Optional.empty();
    }

    @Override
    public Optional<Path> archive(Window owner, String title) {
      return Optional.empty();
    }

    @Override
    public Optional<Path> folder(Window owner, String title) {
      return Optional.empty();
    }
  }
}
