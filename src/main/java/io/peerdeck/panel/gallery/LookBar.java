package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.control.ChoiceBox;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;

/// The gallery's switches of theme and scale.
final class LookBar extends HBox {
  private static final Texts TEXTS = Texts.of("gallery");
  private static final Texts WORDS = Texts.of("look");
  private static final List<Scale> SCALES =
      List.of(Scale.LEAST, Scale.NORMAL, new Scale(125), new Scale(150), Scale.MOST);

  LookBar(Look look) {
    getStyleClass().add("look-bar");
    ChoiceBox<Theme> themes =
        choice("theme", List.of(Theme.values()), theme -> WORDS.get("theme." + theme.name()));
    follow(themes, look.theme(), look::choose);
    ChoiceBox<Scale> scales =
        choice("scale", SCALES, scale -> TEXTS.get("percent", scale.percent()));
    follow(scales, look.scale(), look::choose);
    getChildren().setAll(themes, scales);
  }

  /// Shows what is chosen, by itself or elsewhere; what was chosen elsewhere is not chosen again.
  private static <T> void follow(
      ChoiceBox<T> box, ReadOnlyObjectProperty<T> chosen, Consumer<T> choose) {
    chosen.subscribe(box::setValue);
    box.valueProperty()
        .subscribe(
            (was, is) -> {
              if (!is.equals(chosen.get())) {
                choose.accept(is);
              }
            });
  }

  private static <T> ChoiceBox<T> choice(String id, List<T> values, Function<T, String> words) {
    ChoiceBox<T> box = new ChoiceBox<>();
    box.setId("gallery-" + id);
    box.getItems().setAll(values);
    box.setAccessibleText(TEXTS.get("choose." + id));
    box.setMinWidth(USE_PREF_SIZE);
    box.setConverter(
        new StringConverter<>() {
          @Override
          public String toString(T value) {
            return value == null ? "" : words.apply(value);
          }

          @Override
          public T fromString(String text) {
            throw new UnsupportedOperationException("a choice is not typed");
          }
        });
    return box;
  }
}
