package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.look.Look;
import io.peerdeck.panel.look.Scale;
import io.peerdeck.panel.look.Theme;
import java.util.List;
import java.util.function.Function;
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
    themes.setValue(look.theme().get());
    themes.valueProperty().subscribe((was, is) -> look.choose(is));
    look.theme().subscribe(themes::setValue);
    ChoiceBox<Scale> scales =
        choice("scale", SCALES, scale -> TEXTS.get("percent", scale.percent()));
    scales.setValue(look.scale().get());
    scales.valueProperty().subscribe((was, is) -> look.choose(is));
    look.scale().subscribe(scales::setValue);
    getChildren().setAll(themes, scales);
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
