package io.peerdeck.panel;

import io.peerdeck.node.NodeException;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.part.Desk;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The windows beside the main one. Those open when the panel is closed open again with it.
final class SideWindows implements AutoCloseable {
  /// More than fit on anyone's screens.
  static final int MOST = 12;

  private static final String NAME = "windows";
  private static final Texts TEXTS = Texts.of("shell");
  private final Desk desk;
  private final Look look;
  private final Map<Shown, SideWindow> open = new LinkedHashMap<>();

  /// What one window shows.
  record Shown(String run, Optional<String> log) {}

  /// @param windows by the names their places are remembered by
  record Kept(Map<String, Shown> windows) {}

  SideWindows(Desk desk, Look look) {
    this.desk = desk;
    this.look = look;
  }

  /// Opens those that were open last time.
  void restore() {
    desk.memory().recall(NAME, Kept.class).map(Kept::windows).orElse(Map.of()).entrySet().stream()
        .limit(MOST)
        .filter(kept -> !open.containsKey(kept.getValue()))
        .forEach(kept -> show(kept.getKey(), kept.getValue()));
  }

  void open(String runId, Optional<TaskRef> log) {
    Shown wanted = new Shown(runId, log.map(TaskRef::toString));
    SideWindow known = open.get(wanted);
    if (known != null) {
      known.toFront();
    } else if (open.size() >= MOST) {
      desk.notices().problem(TEXTS.get("side.many"), TEXTS.get("side.manyText", MOST));
    } else {
      show(freeName(), wanted);
      keep();
    }
  }

  /// No other window's: each opens again where it was itself.
  private String freeName() {
    Set<String> taken = open.values().stream().map(SideWindow::name).collect(Collectors.toSet());
    return IntStream.rangeClosed(1, MOST)
        .mapToObj(number -> NAME + "." + number)
        .filter(name -> !taken.contains(name))
        .findFirst()
        .orElseThrow();
  }

  private void show(String name, Shown wanted) {
    Optional<TaskRef> log;
    try {
      log = wanted.log().map(TaskRef::parse);
    } catch (NodeException e) {
      // Not written by this panel; the window is not opened and not remembered.
      return;
    }
    open.put(wanted, new SideWindow(desk, look, name, wanted.run(), log, w -> closed(wanted, w)));
  }

  private void closed(Shown shown, SideWindow window) {
    open.remove(shown);
    window.close();
    keep();
  }

  private void keep() {
    Map<String, Shown> windows = new LinkedHashMap<>();
    open.forEach((shown, window) -> windows.put(window.name(), shown));
    desk.memory().keep(NAME, new Kept(windows));
  }

  List<SideWindow> all() {
    return List.copyOf(open.values());
  }

  /// Closes all; they stay remembered.
  @Override
  public void close() {
    all().forEach(SideWindow::close);
    open.clear();
  }
}
