package io.peerdeck.panel.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import javafx.scene.text.Font;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.feather.FeatherIkonHandler;

/// Feather's pictures as text nodes, so that size (em) and colour (tokens) come from the stylesheet
/// like those of every other text.
public final class Icons {
  static {
    FeatherIkonHandler feather = new FeatherIkonHandler();
    try (InputStream file = feather.getFontResource().openStream()) {
      Objects.requireNonNull(Font.loadFont(file, 16), "the icon font cannot be read");
    } catch (IOException e) {
      throw new UncheckedIOException("the icon font cannot be read", e);
    }
  }

  private Icons() {}

  /// Reads the pictures' font, for which the first of them would wait. On any thread, once the
  /// toolkit runs.
  public static void ahead() {
    // Reading it is what this class begins with.
  }

  public static Text of(Feather icon, String... styleClasses) {
    Text text = new Text(glyph(icon));
    text.getStyleClass().add("icon");
    text.getStyleClass().addAll(styleClasses);
    text.setAccessibleText("");
    return text;
  }

  public static void change(Text text, Feather icon) {
    text.setText(glyph(icon));
  }

  private static String glyph(Feather icon) {
    return Character.toString(icon.getCode());
  }
}
