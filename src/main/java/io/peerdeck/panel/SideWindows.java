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

  record Kept(List<Shown> windows) {}

  SideWindows(Desk desk, Look look) {
    this.desk = desk;
    this.look = look;
  }

  /// Opens those that were open last time.
  void restore() {
    desk.memory().recall(NAME, Kept.class).map(Kept::windows).orElse(List.of()).stream()
        .distinct()
        .limit(MOST)
        .forEach(this::show);
  }

  void open(String runId, Optional<TaskRef> log) {
    Shown wanted = new Shown(runId, log.map(TaskRef::toString));
    SideWindow known = open.get(wanted);
    if (known != null) {
      known.toFront();
    } else if (open.size() >= MOST) {
      desk.notices().problem(TEXTS.get("side.many"), TEXTS.get("side.manyText", MOST));
    } else {
      show(wanted);
      keep();
    }
  }

  private void show(Shown wanted) {
    Optional<TaskRef> log;
    try {
      log = wanted.log().map(TaskRef::parse);
    } catch (NodeException e) {
      // Not written by this panel; the window is not opened and not remembered.
      return;
    }
    String name = NAME + "." + (open.size() + 1);
    open.put(wanted, new SideWindow(desk, look, name, wanted.run(), log, w -> closed(wanted, w)));
  }

  private void closed(Shown shown, SideWindow window) {
    open.remove(shown);
    window.close();
    keep();
  }

  private void keep() {
    desk.memory().keep(NAME, new Kept(List.copyOf(open.keySet())));
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
