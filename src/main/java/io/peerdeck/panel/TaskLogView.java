package io.peerdeck.panel;

import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.log.LogView;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.View;
import javafx.scene.layout.Region;

/// The log of one task as a view of its own window. It reads only while the window is open.
final class TaskLogView extends View {
  private final LogView log;
  private final String runId;
  private final TaskRef task;

  TaskLogView(Desk desk, String runId, TaskRef task) {
    this.log = new LogView(desk.bridge(), desk.files(), desk.memory());
    this.runId = runId;
    this.task = task;
  }

  @Override
  public Region root() {
    return log;
  }

  @Override
  public void focus() {
    log.requestFocus();
  }

  @Override
  public void focusFilter() {
    log.searchField().requestFocus();
  }

  @Override
  public void attach() {
    super.attach();
    log.open(runId, task);
  }

  @Override
  public void detach() {
    super.detach();
    log.stop();
  }
}
