package io.peerdeck.panel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Notes what a test measured in `target/panel-figures.txt`; no test fails on it.
final class PanelFigures {
  private PanelFigures() {}

  static void note(String name, long value, String unit) throws IOException {
    Files.writeString(
        Path.of(System.getProperty("peerdeck.build", "target"), "panel-figures.txt"),
        name + " " + value + " " + unit + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
