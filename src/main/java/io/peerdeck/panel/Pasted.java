package io.peerdeck.panel;

import io.peerdeck.panel.bridge.Texts;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.Clipboard;

/// What is on the clipboard, taken as if it were dropped: for who has no pointer to drag with, or
/// an invitation in a terminal.
final class Pasted {
  private static final Texts TEXTS = Texts.of("shell");

  private Pasted() {}

  static void take(Shell shell) {
    Clipboard board = Clipboard.getSystemClipboard();
    Optional<String> invitation = DropTarget.invitation(board);
    List<Path> files = DropTarget.files(board);
    if (invitation.isPresent()) {
      shell.invited(invitation.get());
    } else if (files.isEmpty()) {
      shell.desk().notices().problem(TEXTS.get("paste.none"), TEXTS.get("paste.noneText"));
    } else {
      shell.preview(files);
    }
  }
}
