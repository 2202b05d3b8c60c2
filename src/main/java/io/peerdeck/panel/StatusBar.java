package io.peerdeck.panel;

import io.peerdeck.node.NodeStatus;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Tip;
import io.peerdeck.panel.part.WrapRow;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;

/// The live truths at the bottom: network, clock, queue, data folder.
final class StatusBar extends WrapRow {
  private static final Texts TEXTS = Texts.of("shell");
  private final MarkLabel network = new MarkLabel();
  private final Label clock = new Label();
  private final Label queue = new Label();
  private final Label folder = new Label();

  StatusBar() {
    setId("status-bar");
    getStyleClass().add("status-bar");
    HBox.setHgrow(folder, Priority.ALWAYS);
    folder.setMaxWidth(Double.MAX_VALUE);
    folder.setAlignment(Pos.CENTER_RIGHT);
    getChildren().addAll(network, clock, queue, folder);
  }

  void show(NodeStatus status) {
    network.show(Mark.of(status.network()), status.networkReason());
    Tip.on(network, status.networkReason());
    clock.setText(
        TEXTS.get(
            "bar.clock",
            TEXTS.count("bar.entries", status.clockEntries()),
            Words.shortId(status.clockHead())));
    Tip.on(clock, TEXTS.get("bar.head", status.clockHead()));
    queue.setText(
        TEXTS.get(
            "bar.queue",
            status.runs().pending() + status.runs().assigned(),
            status.runs().inProgress(),
            status.runs().failed()));
    folder.setText(status.data().toString());
    Tip.on(folder, TEXTS.get("bar.folder", status.data(), status.version()));
  }
}
