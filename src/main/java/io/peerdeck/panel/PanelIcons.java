package io.peerdeck.panel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import javafx.application.Platform;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/// The window's icon in the sizes desktops ask for.
final class PanelIcons {
  static final int[] SIZES = {16, 32, 48, 64, 128, 256, 512};

  private PanelIcons() {}

  static void addTo(Stage stage) {
    stage.getIcons().setAll(images());
  }

  /// The same once they are read, so that the window need not wait for them.
  static void addSoonTo(Stage stage) {
    Thread.ofVirtual()
        .start(
            () -> {
              List<Image> images = images();
              Platform.runLater(() -> stage.getIcons().setAll(images));
            });
  }

  private static List<Image> images() {
    List<Image> images = new ArrayList<>();
    for (int size : SIZES) {
      String name = "/io/peerdeck/icons/peerdeck-" + size + ".png";
      try (InputStream file = PanelIcons.class.getResourceAsStream(name)) {
        if (file == null) {
          throw new IllegalStateException(name + " is missing from the program");
        }
        images.add(new Image(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return images;
  }
}
