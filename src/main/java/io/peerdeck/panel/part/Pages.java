package io.peerdeck.panel.part;

import javafx.geometry.Orientation;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.layout.Region;

/// Pages behind tabs, never lower than what they show needs: tabs alone cut it off, while a screen
/// that knows is scrolled.
@SuppressWarnings("this-escape") // only a policy is set
public class Pages extends TabPane {
  /// None yet.
  public Pages() {
    setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
  }

  /// How high a page has to be depends on how wide it is: its bars may become two lines each.
  @Override
  public final Orientation getContentBias() {
    return Orientation.HORIZONTAL;
  }

  @Override
  protected final double computeMinHeight(double width) {
    Tab shown = getSelectionModel().getSelectedItem();
    double tabs = lookup(".tab-header-area") instanceof Region area ? area.prefHeight(-1) : 0;
    // At the width it has within the edges of this, once it has one.
    return shown != null && shown.getContent() instanceof Region content
        ? tabs + content.minHeight(content.getWidth() > 0 ? content.getWidth() : width)
        : super.computeMinHeight(width);
  }
}
