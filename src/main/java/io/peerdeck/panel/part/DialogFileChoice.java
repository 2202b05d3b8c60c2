package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// The system's own dialogs.
public final class DialogFileChoice implements FileChoice {
  private final Texts texts = Texts.of("common");

  @Override
  public List<Path> workflows(Window owner) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(texts.get("choose.workflows"));
    chooser
        .getExtensionFilters()
        .addAll(
            new FileChooser.ExtensionFilter(texts.get("choose.workflowFiles"), "*.yml", "*.yaml"),
            new FileChooser.ExtensionFilter(texts.get("choose.allFiles"), "*"));
    List<File> files = chooser.showOpenMultipleDialog(owner);
    return files == null ? List.of() : files.stream().map(File::toPath).toList();
  }

  @Override
  public Optional<Path> save(Window owner, String title, String name) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser.setInitialFileName(name);
    return Optional.ofNullable(chooser.showSaveDialog(owner)).map(File::toPath);
  }

  @Override
  public Optional<Path> archive(Window owner, String title) {
    FileChooser chooser = new FileChooser();
    chooser.setTitle(title);
    chooser
        .getExtensionFilters()
        .add(
            new FileChooser.ExtensionFilter(
                texts.get("choose.archives"), "*.zip", "*.tar", "*.tar.gz", "*.tgz"));
    return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::toPath);
  }

  @Override
  public Optional<Path> folder(Window owner, String title) {
    DirectoryChooser chooser = new DirectoryChooser();
    chooser.setTitle(title);
    return Optional.ofNullable(chooser.showDialog(owner)).map(File::toPath);
  }
}
