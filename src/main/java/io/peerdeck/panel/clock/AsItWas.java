package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.EntryView;
import io.peerdeck.node.RunPage;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Mark;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The queue as it was when an entry was the newest: a slider over the whole clock and the runs of
/// that moment.
final class AsItWas extends VBox {
  private static final int RUNS = 500;
  private static final Texts TEXTS = Texts.of("clock");

  private final Desk desk;
  private final Consumer<EntryView> moved;
  private final Slider slider = new Slider(1, 1, 1);
  private final Label told = new Label();
  private final DataTable<RunSummary> table;
  private final PauseTransition sliding = new PauseTransition(Duration.millis(150));
  private long asked;
  private boolean placing;

  /// @param moved hears which entry the slider stands at
  /// @param closed hears that the present is wanted again
  AsItWas(Desk desk, Consumer<EntryView> moved, Runnable closed) {
    this.desk = desk;
    this.moved = moved;
    getStyleClass().add("as-it-was");
    setId("clock-as-it-was");
    slider.setId("clock-slider");
    slider.setAccessibleText(TEXTS.get("asItWas.slider"));
    slider.setBlockIncrement(1);
    slider.valueProperty().addListener(o -> slid());
    sliding.setOnFinished(event -> read());
    HBox.setHgrow(slider, Priority.ALWAYS);
    told.setId("clock-as-it-was-told");
    told.setWrapText(true);
    told.setMinHeight(Region.USE_PREF_SIZE);
    Button now = Buttons.of(Feather.X, TEXTS.get("asItWas.close"), closed);
    now.setId("clock-as-it-was-close");
    now.setMinWidth(Region.USE_PREF_SIZE);
    HBox head = new HBox(slider, now);
    head.getStyleClass().add("filter-bar");
    table =
        new DataTable<>(
            desk,
            "as-it-was",
            TEXTS.get("asItWas.title"),
            RunSummary::id,
            columns(),
            List.of(
                new Facet<>(
                    "status", TEXTS.get("asItWas.status"), run -> List.of(Mark.of(run).word()))),
            Comparator.comparing(RunSummary::submittedAt).reversed().thenComparing(RunSummary::id),
            List.of(),
            new EmptyState(
                Feather.INBOX, TEXTS.get("asItWas.none"), TEXTS.get("asItWas.noneText")));
    table.onOpen(run -> desk.navigator().openRun(run.id(), Optional.empty()));
    VBox.setVgrow(table, Priority.ALWAYS);
    getChildren().setAll(head, told, table);
  }

  /// How many entries the slider reaches over; where it stands, it stays.
  void total(long entries) {
    placing = true;
    slider.setMax(Math.max(1, entries));
    placing = false;
  }

  /// Shows the queue at this entry.
  void at(EntryView entry) {
    placing = true;
    slider.setMax(Math.max(slider.getMax(), entry.ordinal() + 1));
    slider.setValue(entry.ordinal() + 1);
    placing = false;
    show(entry);
  }

  private void slid() {
    if (!placing) {
      sliding.playFromStart();
    }
  }

  private void read() {
    long ordinal = Math.max(0, Math.round(slider.getValue()) - 1);
    long asking = ++asked;
    desk.bridge()
        .act(
            TEXTS.get("reading"),
            node -> node.entries(EntryQuery.newest(1).withOrdinal(ordinal)),
            (EntryPage page) ->
                page.entries().stream()
                    .findFirst()
                    .filter(entry -> asking == asked) // else the slider stands elsewhere by now
                    .ifPresent(
                        entry -> {
                          moved.accept(entry);
                          show(entry);
                        }));
  }

  private void show(EntryView entry) {
    long asking = ++asked;
    told.setText(TEXTS.get("asItWas.reading", entry.ordinal() + 1));
    desk.bridge()
        .act(
            TEXTS.get("asItWas.failed"),
            node -> node.runsAt(entry.cid(), RunQuery.all(RUNS)),
            runs -> {
              if (asking == asked) {
                show(entry, runs);
              }
            },
            e -> {
              if (asking == asked) {
                told.setText(TEXTS.get("asItWas.failed"));
                table.rows(List.of());
              }
              desk.notices().problem(TEXTS.get("asItWas.failed"), desk.bridge().message(e));
            });
  }

  private void show(EntryView entry, RunPage runs) {
    told.setText(
        TEXTS.get(
            "asItWas.told",
            entry.ordinal() + 1,
            ClockWords.kind(entry.kind()),
            entry.author().name(),
            Words.absolute(entry.time()),
            runs.runs().size(),
            runs.total()));
    table.rows(runs.runs());
  }

  private List<Column<RunSummary>> columns() {
    return List.of(
        Column.mark(
            "status", TEXTS.get("asItWas.status"), 8.5, Mark::of, run -> Mark.of(run).word()),
        Column.<RunSummary>text("name", TEXTS.get("asItWas.name"), 14, RunSummary::name)
            .withTooltip(run -> run.name() + "\n" + run.id())
            .withLeast(10),
        Column.<RunSummary, Integer>number(
                "priority",
                TEXTS.get("asItWas.priority"),
                4,
                run -> "p" + run.priority(),
                RunSummary::priority)
            .leaving(1),
        Column.<RunSummary, Integer>number(
                "tasks",
                TEXTS.get("asItWas.tasks"),
                5.5,
                run -> run.tasksDone() + " / " + run.tasks(),
                RunSummary::tasksDone)
            .leaving(3),
        Column.<RunSummary>text(
                "submitter", TEXTS.get("asItWas.submitter"), 9, run -> run.submitter().name())
            .leaving(2),
        Column.ago(
            "submitted",
            TEXTS.get("asItWas.submitted"),
            7.5,
            RunSummary::submittedAt,
            desk.time()));
  }
}
