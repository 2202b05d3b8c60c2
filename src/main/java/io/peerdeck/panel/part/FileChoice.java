package io.peerdeck.panel.part;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.Window;

/// How people choose files and folders; tests and displays without dialogs bring their own.
public interface FileChoice {
  /// Workflow files to submit; empty when the person changed their mind.
  List<Path> workflows(Window owner);

  /// A file to write; empty when the person changed their mind.
  ///
  /// @param name what it is called unless the person says otherwise
  Optional<Path> save(Window owner, String title, String name);

  /// An archive to read: `.zip`, `.tar`, `.tar.gz` or `.tgz`.
  Optional<Path> archive(Window owner, String title);

  /// A folder, for a snapshot or to save into.
  Optional<Path> folder(Window owner, String title);
}
