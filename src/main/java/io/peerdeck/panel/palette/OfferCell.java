package io.peerdeck.panel.palette;

import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Tip;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.text.Text;
import org.kordamp.ikonli.feather.Feather;

/// One line of the palette: icon, what it does, where it belongs, its keys.
final class OfferCell extends ListCell<Offer> {
  private final Text icon = Icons.of(Feather.CIRCLE);
  private final Label text = new Label();
  private final Label about = new Label();
  private final Label keys = new Label();
  private final HBox line;

  OfferCell() {
    getStyleClass().add("offer-cell");
    about.getStyleClass().add("fact-name");
    about.setMinWidth(0);
    keys.getStyleClass().add("keys");
    keys.setMinWidth(USE_PREF_SIZE);
    text.setMinWidth(0);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    line = new HBox(icon, text, about, space, keys);
    line.getStyleClass().add("offer-line");
    setPrefWidth(0);
    Tip.on(this, this::whole);
  }

  /// What may be cut where there is little room.
  private String whole() {
    return getItem() == null ? "" : getItem().text() + " " + getItem().about();
  }

  @Override
  protected void updateItem(Offer offer, boolean empty) {
    super.updateItem(offer, empty);
    if (empty || offer == null) {
      setGraphic(null);
      setAccessibleText(null);
      return;
    }
    Icons.change(icon, offer.icon());
    text.setText(offer.text());
    about.setText(offer.about());
    String shown = offer.shortcut().map(k -> k.getDisplayText()).orElse("");
    keys.setText(shown);
    keys.setVisible(!shown.isEmpty());
    keys.setManaged(!shown.isEmpty());
    setAccessibleText(offer.text() + " " + offer.about() + " " + shown);
    setGraphic(line);
  }
}
