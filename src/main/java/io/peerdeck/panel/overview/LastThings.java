package io.peerdeck.panel.overview;

import io.peerdeck.node.EventView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.Screen;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// The last runs, and what this node saw last, in plain words; each line leads to what it is about.
final class LastThings {
  private static final Texts TEXTS = Texts.of("overview");
  private final Desk desk;
  private final HeldList<RunSummary> runs;
  private final HeldList<EventView> events;

  LastThings(Desk desk) {
    this.desk = desk;
    runs = new HeldList<>(RunSummary::id, this::line, this::noRuns, desk.time());
    events =
        new HeldList<>(
            event -> Long.toString(event.number()),
            this::line,
            () -> quiet(TEXTS.get("events.none")),
            desk.time());
    runs.setId("last-runs");
    events.setId("last-events");
  }

  Region runs() {
    return runs;
  }

  Region events() {
    return events;
  }

  void show(List<RunSummary> last, List<EventView> seen) {
    runs.show(last);
    events.show(seen);
  }

  private Node noRuns() {
    Button submit =
        Buttons.of(
            Feather.UPLOAD, TEXTS.get("runs.submit"), desk.navigator()::chooseFiles, "accent");
    submit.setId("overview-submit");
    return new EmptyState(
        Feather.INBOX, TEXTS.get("runs.none"), TEXTS.get("runs.noneText"), submit);
  }

  private HeldList.Line line(RunSummary run) {
    MarkLabel mark = new MarkLabel(Mark.of(run));
    mark.getStyleClass().add("mark-column");
    Button open =
        Buttons.icon(
            Feather.ARROW_RIGHT,
            TEXTS.get("runs.open", run.name()),
            () -> desk.navigator().openRun(run.id(), Optional.empty()),
            "small");
    open.setId("run-" + run.id());
    return HeldList.Line.at(
        run.submittedAt(), when -> OverviewTiles.line(mark, new Label(run.name()), when, open));
  }

  private HeldList.Line line(EventView event) {
    Label text = new Label(event.sentence());
    text.setWrapText(true);
    text.getStyleClass().add("event-text");
    Node sign = sign(event.severity());
    return HeldList.Line.at(
        event.time(),
        when ->
            event.subject().isEmpty()
                ? OverviewTiles.line(sign, text, when)
                : OverviewTiles.line(sign, text, when, look(event)));
  }

  /// An icon, and for what needs a look its word for those who do not see colours.
  private static Node sign(String severity) {
    return switch (severity) {
      case "problem" -> icon(Mark.PROBLEM);
      case "warning" -> icon(Mark.WARNING);
      default -> Icons.of(Feather.INFO, "tone-quiet");
    };
  }

  private static Node icon(Mark mark) {
    MarkLabel label = new MarkLabel(mark, "");
    label.setAccessibleText(mark.word());
    label.setTooltip(new Tooltip(mark.word()));
    return label;
  }

  private Button look(EventView event) {
    Button look =
        Buttons.icon(
            Feather.ARROW_RIGHT,
            TEXTS.get("events.look", event.sentence()),
            () -> go(event),
            "small");
    look.setId("event-" + event.number());
    return look;
  }

  private void go(EventView event) {
    switch (event.subjectKind()) {
      case "run" -> desk.navigator().openRun(event.subject(), Optional.empty());
      case "peer" -> desk.navigator().show(Screen.PEERS, event.subject());
      default -> desk.navigator().show(Screen.CLOCK, event.subject());
    }
  }

  private static Label quiet(String text) {
    Label label = new Label(text);
    label.setWrapText(true);
    label.getStyleClass().add("fact-name");
    return label;
  }
}
