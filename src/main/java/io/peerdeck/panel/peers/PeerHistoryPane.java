package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerHistory;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Sparkline;
import java.time.Duration;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Optional;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;

/// How a peer went since this node started: its round trips as a line, its states newest first.
final class PeerHistoryPane extends VBox {
  /// States shown; older ones are counted.
  static final int STATES = 12;

  private static final Texts TEXTS = Texts.of("peers");
  private final Sparkline line =
      new Sparkline(
          TEXTS.get("history.rtt"),
          millis -> Words.roundTrip(Duration.ofNanos((long) (millis * 1e6))));
  private final Label figures = new Label();
  private final VBox states = new VBox();
  private Optional<PeerHistory> shown = Optional.empty();

  PeerHistoryPane() {
    setId("peer-history");
    getStyleClass().add("peer-history");
    figures.setId("peer-history-figures");
    figures.setWrapText(true);
    figures.getStyleClass().add("fact-name");
    states.getStyleClass().add("peer-states");
    line.setMaxWidth(Double.MAX_VALUE);
    getChildren().setAll(line, figures, states);
    clear();
  }

  /// Nothing is known yet: another peer is looked at.
  void clear() {
    shown = Optional.empty();
    line.show(List.of());
    line.setManaged(false);
    figures.setText(TEXTS.get("history.reading"));
    states.getChildren().clear();
  }

  void show(PeerHistory history) {
    if (shown.filter(history::equals).isPresent()) {
      return;
    }
    shown = Optional.of(history);
    List<Duration> answered =
        history.roundTrips().stream().flatMap(trip -> trip.rtt().stream()).toList();
    line.setManaged(answered.size() > 1);
    line.show(answered.stream().map(rtt -> rtt.toNanos() / 1e6).toList());
    figures.setText(figures(history.roundTrips().size(), answered));
    states.getChildren().clear();
    history.states().reversed().stream().limit(STATES).forEach(this::add);
    int older = history.states().size() - STATES;
    if (older > 0) {
      Label more = new Label(TEXTS.get("history.older", older));
      more.getStyleClass().add("fact-name");
      states.getChildren().add(more);
    }
  }

  private static String figures(int asked, List<Duration> answered) {
    if (asked == 0) {
      return TEXTS.get("history.none");
    }
    if (answered.isEmpty()) {
      return TEXTS.get("history.silent", asked);
    }
    LongSummaryStatistics nanos =
        answered.stream().mapToLong(Duration::toNanos).summaryStatistics();
    return TEXTS.get(
        "history.figures",
        Words.roundTrip(answered.getLast()),
        Words.roundTrip(Duration.ofNanos(nanos.getMin())),
        Words.roundTrip(Duration.ofNanos(nanos.getMax())),
        asked - answered.size(),
        asked);
  }

  private void add(PeerHistory.State state) {
    Mark mark = Mark.of(state.state());
    MarkLabel label =
        new MarkLabel(mark, TEXTS.get("history.state", Words.timeOfDay(state.at()), mark.word()));
    label.setTooltip(new Tooltip(Words.absolute(state.at())));
    Label reason = new Label(state.reason());
    reason.setWrapText(true);
    reason.getStyleClass().add("fact-name");
    states.getChildren().add(new VBox(label, reason));
  }
}
