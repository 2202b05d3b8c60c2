package io.peerdeck.panel.gallery;

import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Navigator;
import io.peerdeck.panel.part.Screen;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The gallery has no screens to go to, and says so.
final class NowhereElse implements Navigator {
  private static final Texts TEXTS = Texts.of("gallery");

  private final Notices notices;

  NowhereElse(Notices notices) {
    this.notices = notices;
  }

  private void said() {
    notices.tell(TEXTS.get("nowhere.title"), TEXTS.get("nowhere.text"));
  }

  @Override
  public void show(Screen screen) {
    said();
  }

  @Override
  public void show(Screen screen, String key) {
    said();
  }

  @Override
  public void openRun(String runId, Optional<TaskRef> task) {
    said();
  }

  @Override
  public void openWindow(String runId, Optional<TaskRef> log) {
    said();
  }

  @Override
  public void openQueue(String status) {
    said();
  }

  @Override
  public void preview(List<Path> files) {
    said();
  }

  @Override
  public void chooseFiles() {
    said();
  }

  @Override
  public void leavePreview() {
    said();
  }
}
