package io.peerdeck.panel.run;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.MarkLabel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.VBox;
import javafx.scene.shape.CubicCurve;

/// Draws a [JobGraph]: one card per job, curves from what it needs. Cards stay the same nodes while
/// the run goes on, so that focus and hover stay.
final class JobGraphPane extends Pane {
  private static final Texts TEXTS = Texts.of("run");
  private static final double CARD_EM = 14.5;
  private static final double CARD_HEIGHT_EM = 3.6;
  private static final double GAP_EM = 2.4;
  private static final double ROW_GAP_EM = 0.75;

  private final Map<String, Card> cards = new HashMap<>();

  /// From a job to one that needs it.
  private record Edge(Card from, Card to, CubicCurve curve) {}

  private final Pane edges = new Pane();
  private final List<Edge> curves = new ArrayList<>();
  private final Consumer<String> choose;
  private final Label em = new Label("m");
  private JobGraph graph = new JobGraph(List.of());
  private Optional<String> chosen = Optional.empty();

  JobGraphPane(Consumer<String> choose) {
    this.choose = choose;
    setId("job-graph");
    getStyleClass().add("job-graph");
    em.setVisible(false);
    em.setManaged(false);
    edges.setMouseTransparent(true);
    getChildren().addAll(em, edges);
  }

  void show(JobGraph next) {
    boolean sameShape = shape(next).equals(shape(graph));
    graph = next;
    if (!sameShape) {
      cards.clear();
      for (JobGraph.Job job : next.jobs()) {
        cards.put(job.id(), new Card(job.id()));
      }
      getChildren().setAll(em, edges);
      next.jobs().forEach(job -> getChildren().add(card(job.id())));
      connect();
    }
    next.jobs().forEach(job -> card(job.id()).show(job));
    choose(chosen);
    requestLayout();
  }

  void choose(Optional<String> job) {
    chosen = job;
    cards.forEach((id, card) -> card.setSelected(job.filter(id::equals).isPresent()));
  }

  private Card card(String job) {
    return cards.computeIfAbsent(job, Card::new);
  }

  private static List<List<String>> shape(JobGraph graph) {
    return graph.layers().stream()
        .map(layer -> layer.stream().map(job -> job.id() + job.needs()).toList())
        .toList();
  }

  private double em() {
    return em.getFont().getSize();
  }

  @Override
  protected double computePrefWidth(double height) {
    int layers = graph.layers().size();
    return em() * (layers * CARD_EM + Math.max(0, layers - 1) * GAP_EM + 2);
  }

  @Override
  protected double computeMinWidth(double height) {
    return computePrefWidth(height);
  }

  @Override
  protected double computeMinHeight(double width) {
    return computePrefHeight(width);
  }

  @Override
  protected double computePrefHeight(double width) {
    int most = graph.layers().stream().mapToInt(List::size).max().orElse(0);
    return em() * (most * CARD_HEIGHT_EM + Math.max(0, most - 1) * ROW_GAP_EM + 2);
  }

  @Override
  protected void layoutChildren() {
    double em = em();
    edges.resizeRelocate(0, 0, getWidth(), getHeight());
    double x = em;
    double step = em * (CARD_HEIGHT_EM + ROW_GAP_EM);
    for (List<JobGraph.Job> layer : graph.layers()) {
      double height = layer.size() * step - em * ROW_GAP_EM;
      double y = Math.max(em, (getHeight() - height) / 2);
      for (JobGraph.Job job : layer) {
        card(job.id()).resizeRelocate(x, Math.round(y), em * CARD_EM, em * CARD_HEIGHT_EM);
        y += step;
      }
      x += em * (CARD_EM + GAP_EM);
    }
    curves.forEach(this::place);
  }

  private void connect() {
    curves.clear();
    for (JobGraph.Job job : graph.jobs()) {
      for (String need : job.needs()) {
        Card from = cards.get(need);
        if (from != null) {
          curves.add(new Edge(from, card(job.id()), new CubicCurve()));
        }
      }
    }
    edges.getChildren().setAll(curves.stream().map(Edge::curve).toList());
    edges.getChildren().forEach(curve -> curve.getStyleClass().add("edge"));
  }

  private void place(Edge edge) {
    CubicCurve curve = edge.curve();
    double startX = edge.from().getLayoutX() + edge.from().getWidth();
    double startY = edge.from().getLayoutY() + edge.from().getHeight() / 2;
    double endX = edge.to().getLayoutX();
    double endY = edge.to().getLayoutY() + edge.to().getHeight() / 2;
    double bend = Math.max(em(), (endX - startX) / 2);
    curve.setStartX(startX);
    curve.setStartY(startY);
    curve.setControlX1(startX + bend);
    curve.setControlY1(startY);
    curve.setControlX2(endX - bend);
    curve.setControlY2(endY);
    curve.setEndX(endX);
    curve.setEndY(endY);
  }

  /// One job.
  private final class Card extends ToggleButton {
    private final MarkLabel mark = new MarkLabel();
    private final Label name = new Label();
    private final Label detail = new Label();

    Card(String id) {
      setId("job-" + id);
      getStyleClass().add("job-card");
      setMnemonicParsing(false);
      name.getStyleClass().add("job-name");
      detail.getStyleClass().add("fact-name");
      detail.setMinWidth(0);
      mark.setMinWidth(USE_PREF_SIZE);
      HBox line = new HBox(mark, detail);
      line.getStyleClass().add("job-line");
      VBox face = new VBox(name, line);
      face.setFillWidth(true);
      face.prefWidthProperty().bind(widthProperty().subtract(28));
      setGraphic(face);
      setOnAction(
          event -> {
            setSelected(true);
            choose.accept(id);
          });
    }

    void show(JobGraph.Job job) {
      name.setText(job.name());
      mark.show(job.mark(), job.mark().word());
      detail.setText(
          job.tasks().size() > 1
              ? TEXTS.get("graph.instances", job.done(), job.tasks().size())
              : job.tasks().getFirst().holder().map(peer -> peer.name()).orElse(""));
      String words = TEXTS.get("graph.accessible", job.name(), job.mark().word(), detail.getText());
      setAccessibleText(words);
      setTooltip(new Tooltip(words));
    }
  }
}
