package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.gallery.GalleryWindow;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.DataTable;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ChoiceBox;
import javafx.scene.text.Text;
import org.junit.jupiter.api.Test;

/// The gallery of the panel's own parts.
final class GalleryTest {
  @Test
  void everyPageShowsThePartsItIsAbout() {
    try (GalleryWindow gallery = opened()) {
      List<String> missing = new ArrayList<>();
      GalleryWindow.contents()
          .forEach(
              (id, parts) -> {
                gallery.show(id);
                settle(gallery);
                for (Class<? extends Node> part : parts) {
                  if (FxThread.call(() -> all(gallery).stream().noneMatch(part::isInstance))) {
                    missing.add(id + ": " + part.getSimpleName());
                  }
                }
              });
      assertThat(missing).isEmpty();
    }
  }

  @Test
  void everyPublicPartThatIsANodeHasAPage() {
    Set<String> shown =
        GalleryWindow.contents().values().stream()
            .flatMap(List::stream)
            .map(Class::getName)
            .collect(Collectors.toSet());
    List<String> parts =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(DataTable.class.getPackageName())
                .stream()
                .filter(type -> type.isAssignableTo(Node.class))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(type -> !type.getModifiers().contains(JavaModifier.ABSTRACT))
                .map(JavaClass::getName)
                .toList();
    assertThat(parts).hasSizeGreaterThan(8);
    assertThat(shown).containsAll(parts);
  }

  @Test
  void themeAndScaleSwitchWhileAPageIsShown() {
    try (GalleryWindow gallery = opened()) {
      gallery.show("chip");
      choose(gallery, "#gallery-theme", Theme.HIGH_CONTRAST);
      choose(gallery, "#gallery-scale", Scale.MOST);
      assertThat(FxThread.call(() -> gallery.scene().getStylesheets()))
          .anyMatch(sheet -> sheet.endsWith("high-contrast.css"));
      double size =
          FxThread.call(
              () ->
                  ((javafx.scene.control.Label) gallery.scene().getRoot().lookup(".section-title"))
                      .getFont()
                      .getSize());
      assertThat(size).isEqualTo(Scale.MOST.em());
    }
  }

  @Test
  void iconsAreDrawnInTheIconFontAndNotInOneThatHappensToHaveThem() {
    try (GalleryWindow gallery = opened()) {
      gallery.show("chip");
      settle(gallery);
      Set<String> families =
          FxThread.call(
              () ->
                  gallery.scene().getRoot().lookupAll(".icon").stream()
                      .map(icon -> ((Text) icon).getFont().getFamily())
                      .collect(Collectors.toSet()));
      assertThat(families).containsExactly("FeatherIcons");
    }
  }

  @Test
  void whatIsAskedAndSaidComesOverTheGallery() {
    try (GalleryWindow gallery = opened()) {
      gallery.show("confirm");
      fire(gallery, "#gallery-confirm-many");
      assertThat(FxThread.call(() -> gallery.scene().getRoot().lookup("#confirm-things")))
          .isNotNull();
      fire(gallery, "#confirm-no");
      gallery.show("toast");
      fire(gallery, "#gallery-toast-undo");
      fire(gallery, ".toast-undo");
      assertThat(FxThread.call(() -> gallery.scene().getRoot().lookupAll(".toast"))).hasSize(1);
    }
  }

  private static GalleryWindow opened() {
    return GalleryWindow.open(Theme.LIGHT, 1200, 900, InstantSource.fixed(Script.NOW), stage -> {});
  }

  private static void settle(GalleryWindow gallery) {
    assertThat(gallery.settle(Deck.SOON)).isTrue();
    FxThread.run(() -> gallery.scene().snapshot(null));
  }

  private static <T> void choose(GalleryWindow gallery, String id, T value) {
    FxThread.run(
        () -> {
          @SuppressWarnings("unchecked")
          ChoiceBox<T> box = (ChoiceBox<T>) gallery.scene().getRoot().lookup(id);
          box.setValue(value);
        });
    settle(gallery);
  }

  private static void fire(GalleryWindow gallery, String query) {
    settle(gallery);
    FxThread.run(() -> ((ButtonBase) gallery.scene().getRoot().lookup(query)).fire());
    settle(gallery);
  }

  private static List<Node> all(GalleryWindow gallery) {
    List<Node> nodes = new ArrayList<>();
    add(gallery.scene().getRoot(), nodes);
    return nodes;
  }

  private static void add(Node node, List<Node> nodes) {
    nodes.add(node);
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> add(child, nodes));
    }
  }
}
