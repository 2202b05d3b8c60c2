package io.peerdeck.panel;

import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.DialogFileChoice;
import io.peerdeck.panel.part.FileChoice;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// How a panel starts.
///
/// @param theme the colours to start with
/// @param width of the window in pixels
/// @param height of the window in pixels
/// @param open workflow files to preview at once
/// @param files how people choose files
/// @param time what relative times are counted from
/// @param memory the file with what survives a restart; without one nothing does
public record PanelOptions(
    Theme theme,
    double width,
    double height,
    List<Path> open,
    FileChoice files,
    InstantSource time,
    Optional<Path> memory) {
  public PanelOptions {
    open = List.copyOf(open);
  }

  /// The system's colours, its file dialogs, a window of 1280 by 820.
  public static PanelOptions standard() {
    return new PanelOptions(
        Theme.SYSTEM,
        1280,
        820,
        List.of(),
        new DialogFileChoice(),
        InstantSource.system(),
        Optional.empty());
  }

  public PanelOptions withTheme(Theme value) {
    return new PanelOptions(value, width, height, open, files, time, memory);
  }

  public PanelOptions withSize(double newWidth, double newHeight) {
    return new PanelOptions(theme, newWidth, newHeight, open, files, time, memory);
  }

  public PanelOptions withOpen(List<Path> value) {
    return new PanelOptions(theme, width, height, value, files, time, memory);
  }

  public PanelOptions withFiles(FileChoice value) {
    return new PanelOptions(theme, width, height, open, value, time, memory);
  }

  public PanelOptions withTime(InstantSource value) {
    return new PanelOptions(theme, width, height, open, files, value, memory);
  }

  public PanelOptions withMemory(Path file) {
    return new PanelOptions(theme, width, height, open, files, time, Optional.of(file));
  }
}
