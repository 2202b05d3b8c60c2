package io.peerdeck.panel;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.preview.PreviewView;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.Stage;

/// Workflow files a person gives to the panel, and the preview that comes of them. Where none does,
/// the person is told why.
final class GivenFiles {
  private static final Texts TEXTS = Texts.of("shell");

  private GivenFiles() {}

  /// Of files that were dropped, or that the program was started with.
  static Optional<PreviewView> preview(Desk desk, List<Path> files) {
    if (files.isEmpty()) {
      desk.notices().problem(TEXTS.get("drop.none"), TEXTS.get("drop.noneText"));
      return Optional.empty();
    }
    return Optional.of(new PreviewView(desk, files));
  }

  /// Of files the person chooses now; none where they choose none after all.
  static Optional<PreviewView> choose(Desk desk, Stage over) {
    try {
      List<Path> files = desk.files().workflows(over);
      return files.isEmpty() ? Optional.empty() : preview(desk, files);
    } catch (RuntimeException e) {
      desk.notices().problem(TEXTS.get("choose.failed"), TEXTS.get("choose.instead"));
      return Optional.empty();
    }
  }
}
