package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import java.util.List;
import java.util.function.Function;
import javafx.scene.Node;

/// A page of the gallery.
///
/// @param id names it in the bundle and for tests
/// @param shows the parts it is about; each is in the window while the page is shown
/// @param made makes what it shows, anew each time
record GalleryPage(String id, List<Class<? extends Node>> shows, Function<Desk, Exhibit> made) {
  private static final Texts TEXTS = Texts.of("gallery");

  GalleryPage {
    shows = List.copyOf(shows);
  }

  String title() {
    return TEXTS.get("page." + id);
  }

  String about() {
    return TEXTS.get("about." + id);
  }
}
