package io.peerdeck.panel.part;

import io.peerdeck.node.TaskRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where a screen can send the person.
public interface Navigator {
  void show(Screen screen);

  /// The screen with this row chosen: a run's, peer's, entry's id.
  void show(Screen screen, String key);

  /// The Run screen with this run, and this task of it where given.
  void openRun(String runId, Optional<TaskRef> task);

  /// A window of its own for the run, or for the log of this task of it.
  void openWindow(String runId, Optional<TaskRef> log);

  /// The Queue filtered by one status word.
  void openQueue(String status);

  /// The preview of these files.
  void preview(List<Path> files);

  /// Lets the person choose files, then previews them.
  void chooseFiles();

  /// Leaves the preview for the screen before it.
  void leavePreview();
}
