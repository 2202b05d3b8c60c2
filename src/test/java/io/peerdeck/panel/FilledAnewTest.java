package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Screen;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.image.WritablePixelFormat;
import javafx.scene.paint.Paint;
import org.junit.jupiter.api.Test;

/// Rows of a [DataTable] that say something else than before, neither laid out nor styled as a
/// whole for it, look as if they were new.
final class FilledAnewTest {
  private final List<String> wrong = new ArrayList<>();
  private final Map<String, Paint> fills = new HashMap<>();
  private int seen;

  @Test
  void rowsOfAnotherFilterHaveTheirColoursInTheSameFrameAndLookAsBeforeInTheEnd() {
    try (Deck deck = new Deck(PicturesTest.filled())) {
      DataTableOf<?> table = deck.show(Screen.QUEUE).table("queue");
      table.untilRows(39);
      deck.settle();
      WritableImage before = picture(table);
      FxThread.run(() -> marks(table, mark -> fills.put(mark.getText(), mark.getTextFill())));
      assertThat(fills).hasSizeGreaterThan(4);
      FxThread.run(() -> table.view().getScene().addPostLayoutPulseListener(() -> check(table)));
      for (String word : List.of("failed", "docs", "no such run", "completed", "")) {
        FxThread.run(() -> deck.node("#queue-filter", TextField.class).setText(word));
        deck.settle();
      }
      table.untilRows(39);
      deck.settle();
      assertThat(seen).isGreaterThan(20);
      assertThat(wrong).isEmpty();
      assertThat(pixels(picture(table))).isEqualTo(pixels(before));
    }
  }

  private void check(DataTableOf<?> table) {
    marks(
        table,
        mark -> {
          seen++;
          if (!mark.getTextFill().equals(fills.get(mark.getText()))) {
            wrong.add(mark.getText() + " in " + mark.getTextFill());
          }
        });
  }

  /// Those that are to be seen.
  private static void marks(DataTableOf<?> table, Consumer<MarkLabel> each) {
    TableView<?> view = table.view();
    for (Node node : view.lookupAll(".mark")) {
      if (node instanceof MarkLabel mark
          && mark.getParent() instanceof TableCell<?, ?> cell
          && !cell.isEmpty()
          && cell.getOpacity() == 1) {
        each.accept(mark);
      }
    }
  }

  private static WritableImage picture(DataTableOf<?> table) {
    return FxThread.call(() -> table.view().snapshot(null, null));
  }

  private static int[] pixels(WritableImage image) {
    int width = (int) image.getWidth();
    int height = (int) image.getHeight();
    int[] pixels = new int[width * height];
    WritablePixelFormat<IntBuffer> format = PixelFormat.getIntArgbInstance();
    image.getPixelReader().getPixels(0, 0, width, height, format, pixels, 0, width);
    return pixels;
  }
}
