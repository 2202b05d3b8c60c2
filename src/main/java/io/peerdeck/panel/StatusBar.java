package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The live truths at the bottom: network, clock, queue, data folder.
final class StatusBar extends HBox {
  private static final Texts TEXTS = Texts.of("shell");
  private final MarkLabel network = new MarkLabel();
  private final Label clock = new Label();
  private final Label queue = new Label();
  private final Label folder = new Label();

  StatusBar() {
    setId("status-bar");
    getStyleClass().add("status-bar");
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    network.setMinWidth(0);
    clock.setMinWidth(USE_PREF_SIZE);
    queue.setMinWidth(USE_PREF_SIZE);
    folder.setMinWidth(0);
    getChildren().setAll(network, clock, queue, space, folder);
  }

  void show(NodeStatus status) {
    network.show(Mark.of(status.network()), status.networkReason());
    network.setTooltip(new Tooltip(status.networkReason()));
    clock.setText(
        TEXTS.get(
            "bar.clock",
            TEXTS.count("bar.entries", status.clockEntries()),
            Words.shortId(status.clockHead())));
    clock.setTooltip(new Tooltip(TEXTS.get("bar.head", status.clockHead())));
    queue.setText(
        TEXTS.get(
            "bar.queue",
            status.runs().pending() + status.runs().assigned(),
            status.runs().inProgress(),
            status.runs().failed()));
    folder.setText(status.data().toString());
    folder.setTooltip(new Tooltip(TEXTS.get("bar.folder", status.data(), status.version())));
  }
}
