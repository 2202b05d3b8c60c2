package io.peerdeck.panel.clock;

import atlantafx.base.controls.CustomTextField;
import io.peerdeck.node.Change;
import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.EntryView;
import io.peerdeck.node.VerifyProgress;
import io.peerdeck.node.VerifyView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.View;
import java.util.Optional;
import javafx.animation.PauseTransition;
import javafx.geometry.Orientation;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollBar;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;

/// The Merkle clock: every signed entry, who wrote it, what it follows; checked on demand.
public final class ClockView extends View {
  private static final Texts TEXTS = Texts.of("clock");
  private static final int NEWS = 1000;

  private final Desk desk;
  private final VBox root = new VBox();
  private final ClockWindow window;
  private final ClockCanvas canvas;
  private final CustomTextField search = new CustomTextField();
  private final Label count = new Label();
  private final Button newest;
  private final Button verify;
  private final ProgressBar progress = new ProgressBar(0);
  private final Label verified = new Label();
  private final PauseTransition typing = new PauseTransition(Duration.millis(200));

  public ClockView(Desk desk) {
    this.desk = desk;
    ScrollBar bar = new ScrollBar();
    bar.setOrientation(Orientation.VERTICAL);
    bar.setId("clock-scroll");
    bar.setAccessibleText(TEXTS.get("scroll"));
    this.window = new ClockWindow(desk.bridge(), this::refreshed);
    this.canvas = new ClockCanvas(window, bar, this::chosen);
    root.getStyleClass().add("clock");
    Label title = new Label(TEXTS.get("title"));
    title.getStyleClass().add("screen-title");
    title.setMinWidth(Region.USE_PREF_SIZE);
    search.setId("clock-search");
    search.setLeft(Icons.of(Feather.SEARCH));
    search.setPromptText(TEXTS.get("search"));
    search.setAccessibleText(TEXTS.get("search"));
    typing.setOnFinished(event -> window.search(search.getText().strip()));
    search.textProperty().addListener(o -> typing.playFromStart());
    HBox.setHgrow(search, Priority.ALWAYS);
    HBox head = new HBox(title, search);
    head.getStyleClass().add("filter-bar");
    BorderPane graph = new BorderPane(canvas);
    graph.getStyleClass().add("clock-graph");
    graph.setRight(bar);
    VBox.setVgrow(graph, Priority.ALWAYS);
    verify = Buttons.of(Feather.SHIELD, TEXTS.get("verify"), this::verify, "accent");
    verify.setId("clock-verify");
    verify.setMinWidth(Region.USE_PREF_SIZE);
    newest = Buttons.of(Feather.ARROW_UP, TEXTS.get("newest"), () -> canvas.scrollTo(0));
    newest.setId("clock-newest");
    newest.setMinWidth(Region.USE_PREF_SIZE);
    progress.setId("clock-progress");
    progress.setAccessibleText(TEXTS.get("verify.progress"));
    progress.setVisible(false);
    progress.setManaged(false);
    verified.setId("clock-verified");
    verified.setMinWidth(0);
    HBox.setHgrow(verified, Priority.ALWAYS);
    verified.setMaxWidth(Double.MAX_VALUE);
    count.setId("clock-count");
    count.getStyleClass().add("count");
    count.setMinWidth(Region.USE_PREF_SIZE);
    HBox foot = new HBox(verify, newest, progress, verified, count);
    foot.getStyleClass().add("table-footer");
    root.getChildren().setAll(head, graph, foot);
    own(
        desk.bridge()
            .watch(
                TEXTS.get("reading"),
                change -> change instanceof Change.Clock,
                (node, news) -> node.entries(EntryQuery.newest(NEWS)),
                this::news));
  }

  ClockCanvas canvas() {
    return canvas;
  }

  @Override
  public Region root() {
    return root;
  }

  @Override
  public void focus() {
    canvas.requestFocus();
  }

  @Override
  public void focusFilter() {
    search.requestFocus();
  }

  /// While the top is in sight new entries push the old ones down; further down nothing moves.
  private void news(EntryPage page) {
    window.news(
        page,
        slid -> {
          if (canvas.top() > 0) {
            canvas.scrollTo(canvas.top() + slid);
          }
          refreshed();
        });
  }

  private void refreshed() {
    canvas.refreshed();
    count.setText(
        search.getText().isBlank()
            ? TEXTS.count("count", window.total())
            : TEXTS.get("count.found", window.reached(), window.total()));
  }

  private void chosen(ClockRow row) {
    desk.bridge()
        .act(
            TEXTS.get("reading"),
            node -> node.entry(row.cid()),
            entry -> inspect(inspection(entry)));
  }

  private Inspection inspection(EntryView entry) {
    Mark mark = entry.effective() ? Mark.EFFECTIVE : Mark.WITHOUT_EFFECT;
    Facts facts =
        new Facts()
            .id(TEXTS.get("fact.cid"), entry.cid())
            .add(TEXTS.get("fact.kind"), entry.kind())
            .id(TEXTS.get("fact.key"), entry.key())
            .add(TEXTS.get("fact.author"), entry.author().name())
            .id(TEXTS.get("fact.authorId"), entry.author().id())
            .add(TEXTS.get("fact.seq"), Words.number(entry.seq()))
            .add(TEXTS.get("fact.lc"), Words.number(entry.lc()))
            .add(TEXTS.get("fact.time"), Words.absolute(entry.time()))
            .add(TEXTS.get("fact.bytes"), Words.bytes(entry.bytes()))
            .id(TEXTS.get("fact.signature"), entry.signature());
    entry.prev().ifPresent(prev -> facts.id(TEXTS.get("fact.prev"), prev));
    entry.parents().forEach(parent -> facts.id(TEXTS.get("fact.parent"), parent));
    Label body = new Label(entry.body());
    body.setWrapText(true);
    body.getStyleClass().add("code-block");
    Inspection inspection =
        new Inspection(ClockWords.kind(entry.kind()))
            .mark(mark, mark.word())
            .note(entry.note())
            .part(facts)
            .section(TEXTS.get("body"))
            .part(body);
    if (entry.key().length() > 40) {
      Button run =
          Buttons.of(
              Feather.PLAY_CIRCLE,
              TEXTS.get("openRun"),
              () -> desk.navigator().openRun(entry.key(), Optional.empty()));
      run.setId("clock-open-run");
      inspection.part(run);
    }
    return inspection.command("peerdeck clock verify");
  }

  private void verify() {
    verify.setDisable(true);
    progress.setProgress(0);
    progress.setVisible(true);
    progress.setManaged(true);
    verified.setText(TEXTS.get("verify.running"));
    desk.bridge()
        .act(
            TEXTS.get("verify.failed"),
            node -> node.verifyClock(p -> desk.bridge().post(progress, () -> checked(p))),
            this::verified,
            e -> {
              verifyEnded(TEXTS.get("verify.failed"));
              desk.notices().problem(TEXTS.get("verify.failed"), desk.bridge().message(e));
            });
  }

  private void checked(VerifyProgress p) {
    if (verify.isDisabled()) {
      progress.setProgress(p.total() == 0 ? 0 : (double) p.checked() / p.total());
      verified.setText(TEXTS.get("verify.at", p.checked(), p.total()));
    }
  }

  private void verified(VerifyView result) {
    String took = Words.duration(result.took().toMillis());
    if (result.ok() && result.equivocations().isEmpty()) {
      verifyEnded(TEXTS.get("verify.ok", result.entries(), took));
      return;
    }
    verifyEnded(
        TEXTS.get("verify.bad", result.problems().size(), result.equivocations().size(), took));
    result.problems().forEach(text -> desk.notices().problem(TEXTS.get("verify.problem"), text));
    result
        .equivocations()
        .forEach(text -> desk.notices().problem(TEXTS.get("verify.equivocation"), text));
  }

  private void verifyEnded(String text) {
    verify.setDisable(false);
    progress.setVisible(false);
    progress.setManaged(false);
    verified.setText(text);
  }
}
