package io.peerdeck;

import io.peerdeck.node.Node;
import io.peerdeck.node.RunQuery;
import io.peerdeck.panel.PanelOptions;
import io.peerdeck.panel.PanelWindow;
import io.peerdeck.panel.QueueFigures;
import io.peerdeck.panel.ScreenFigures;
import io.peerdeck.panel.StormFigures;
import io.peerdeck.panel.StormyNode;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.log.LogFigures;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// What an operator feels of a panel on a node with a long past: how soon it answers, how much it
/// holds, what it costs while nothing happens.
final class PanelBench {
  private static final double SWITCH_MILLIS = 150;
  private static final double SHOWN_MILLIS = 300;
  private static final double HELD_MILLIS = 50;
  private static final double PULSE_MILLIS = 16;
  private static final double HEAP_MB = 300;
  private static final int STORM_PER_SECOND = 5_000;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  /// What can be measured by itself.
  enum Part {
    SCREENS,
    HEAP,
    QUEUE,
    STORM,
    LOG,
    IDLE,
    START
  }

  /// @param parts what to measure
  /// @param runs in the queue; ten clock entries each
  /// @param logLines of the long log
  /// @param warmUp how long the storm of changes blows before it is measured
  /// @param storm how long it is measured
  /// @param idle how long the quiet panel is measured
  /// @param pace between two steps of making the screens ahead
  record Sizes(
      Set<Part> parts,
      int runs,
      long logLines,
      Duration warmUp,
      Duration storm,
      Duration idle,
      Duration pace) {}

  private final Sizes sizes;
  private final Path history;
  private final Path folder;
  private final InstantSource wall;
  private final Optional<Path> launcher;
  private final Consumer<String> progress;
  private final List<Figure> figures = new ArrayList<>();

  /// @param history the folder with the long past; made where it is not there yet, and kept
  /// @param folder empty; what else the bench writes stays there
  /// @param launcher of the installed program, whose start is measured
  /// @param progress hears what is going on
  PanelBench(
      Sizes sizes,
      Path history,
      Path folder,
      InstantSource wall,
      Optional<Path> launcher,
      Consumer<String> progress) {
    this.sizes = sizes;
    this.history = history;
    this.folder = folder;
    this.wall = wall;
    this.launcher = launcher;
    this.progress = progress;
  }

  /// The figures of all parts, by names that begin with `panel.`; the toolkit is started and stays.
  List<Figure> run() throws IOException, InterruptedException {
    if (sizes.parts().contains(Part.START)) {
      start();
    }
    if (!Set.of(Part.IDLE, Part.START).containsAll(sizes.parts())) {
      PanelHistory.Made made =
          PanelHistory.in(history, sizes.runs(), sizes.logLines(), wall, progress);
      try (Node node = Node.open(PanelHistory.config(history))) {
        PanelHistory.awaitRuns(node, sizes.runs(), seen -> {});
        part(Part.SCREENS, () -> screens(node, made));
        part(Part.HEAP, () -> heap(node));
        part(Part.QUEUE, () -> queue(node));
        part(Part.STORM, () -> storm(node));
        part(Part.LOG, () -> log(node, made));
      }
    }
    part(Part.IDLE, () -> figures.addAll(new QuietPanel(folder, sizes.idle(), progress).run()));
    return figures;
  }

  private void start() throws IOException, InterruptedException {
    if (launcher.isEmpty()) {
      progress.accept(
          "The start is measured by the installed program: `mvn -Pinstaller`; left out.");
      return;
    }
    progress.accept("measuring start");
    figures.addAll(new StartBench(launcher.get(), folder, wall).run());
  }

  private void part(Part part, Runnable measuring) {
    if (sizes.parts().contains(part)) {
      progress.accept("measuring " + part.name().toLowerCase(java.util.Locale.ROOT));
      measuring.run();
    }
  }

  static PanelWindow open(Node node) {
    return PanelWindow.open(
        node, PanelOptions.standard().withTheme(Theme.LIGHT).withSize(1000, 820));
  }

  /// As a panel is after some seconds: it has made its screens ahead.
  private PanelWindow openForSomeSeconds(Node node) {
    PanelWindow window = open(node);
    window.prepare(sizes.pace());
    boolean prepared = FxThread.await(window.prepared());
    assert prepared;
    return window;
  }

  private void screens(Node node, PanelHistory.Made made) {
    try (PanelWindow window = openForSomeSeconds(node)) {
      ScreenFigures taken = ScreenFigures.measure(window, made.loggedRun());
      Function<ScreenFigures.Visit, Duration> drawn = ScreenFigures.Visit::drawn;
      Function<ScreenFigures.Visit, Duration> complete = ScreenFigures.Visit::complete;
      millis("switch.first", ScreenFigures.longest(taken.first(), drawn), SWITCH_MILLIS);
      millis("switch.again", ScreenFigures.longest(taken.again(), drawn), SWITCH_MILLIS);
      taken.first().forEach((to, visit) -> each("first", to, visit));
      taken.again().forEach((to, visit) -> each("again", to, visit));
      millis(
          "switch.first.complete", ScreenFigures.longest(taken.first(), complete), SWITCH_MILLIS);
      millis(
          "switch.again.complete", ScreenFigures.longest(taken.again(), complete), SWITCH_MILLIS);
    }
  }

  private void each(String time, Screen screen, ScreenFigures.Visit visit) {
    millis("switch." + time + "." + screen.key(), visit.drawn(), SWITCH_MILLIS);
    millis("switch." + time + ".complete." + screen.key(), visit.complete(), SWITCH_MILLIS);
  }

  /// With every screen made and the queue filled.
  private void heap(Node node) {
    try (PanelWindow window = open(node)) {
      for (Screen screen : Screen.values()) {
        window.show(screen);
        settle(window);
      }
      window.show(Screen.QUEUE);
      settle(window);
      System.gc();
      long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      figures.add(
          new Figure(
              "panel.heap@" + node.status().clockEntries(), used / 1e6, "MB", HEAP_MB, null));
    }
  }

  private void queue(Node node) {
    String wanted = String.valueOf(sizes.runs() / 20 - 1);
    int fitting = (int) node.runs(RunQuery.all(1).withText(wanted)).total();
    try (PanelWindow window = openForSomeSeconds(node)) {
      QueueFigures taken = QueueFigures.measure(window, sizes.runs(), wanted, fitting);
      String rows = "@" + sizes.runs();
      millis("filter" + rows, taken.filter(), SHOWN_MILLIS);
      millis("filter.first" + rows, taken.firstFilter(), SHOWN_MILLIS);
      millis("sort" + rows, taken.sort(), SHOWN_MILLIS);
      millis("sort.first" + rows, taken.firstSort(), SHOWN_MILLIS);
      millis("held" + rows, taken.held(), HELD_MILLIS);
      millis("held.first" + rows, taken.firstHeld(), HELD_MILLIS);
    }
  }

  private void storm(Node node) {
    RunQuery all = RunQuery.all(RunQuery.MAX_LIMIT);
    StormyNode stormy = new StormyNode(node, new TakenRuns(node.runs(all).runs()));
    try (PanelWindow window = open(stormy.node())) {
      StormFigures taken =
          StormFigures.measure(
              window,
              sizes.runs(),
              () -> stormy.storm(STORM_PER_SECOND),
              sizes.warmUp(),
              sizes.storm());
      millis("storm.pulse.max", taken.pulseMax(), HELD_MILLIS);
      millis("storm.pulse.p99", taken.pulseP99(), PULSE_MILLIS);
      millis("storm.worked.max", taken.workedMax(), HELD_MILLIS);
      millis("storm.worked.p99", taken.workedP99(), PULSE_MILLIS);
      figures.add(
          new Figure(
              "panel.storm.pulses",
              taken.pulses() / (sizes.storm().toMillis() / 1e3),
              "1/s",
              0,
              null));
    }
  }

  private void log(Node node, PanelHistory.Made made) {
    LogFigures taken = LogFigures.measure(node, made.loggedRun(), made.logged(), "needle");
    if (taken.hits() != made.logLines() / 1000) {
      throw new IllegalStateException(taken.hits() + " lines were found");
    }
    String lines = "@" + taken.lines();
    millis("log.open" + lines, taken.open(), SHOWN_MILLIS);
    millis("log.jump" + lines, taken.jump(), SHOWN_MILLIS);
    millis("log.scroll.held" + lines, taken.scrollMax(), HELD_MILLIS);
    millis("log.scroll.worked" + lines, taken.workMax(), HELD_MILLIS);
    millis("log.held" + lines, taken.heldMax(), HELD_MILLIS);
    figures.add(
        new Figure("panel.log.search" + lines, taken.search().toNanos() / 1e9, "s", 60, null));
  }

  static void settle(PanelWindow window) {
    if (!window.settle(PATIENCE)) {
      throw new IllegalStateException("the panel does not come to rest");
    }
  }

  private void millis(String name, Duration value, double target) {
    figures.add(new Figure("panel." + name, value.toNanos() / 1e6, "ms", target, null));
  }
}
