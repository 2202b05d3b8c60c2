package io.peerdeck.panel.run;

import io.peerdeck.node.TaskRef;
import io.peerdeck.node.TaskView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;
import javafx.scene.shape.CubicCurve;

/// Draws a [JobGraph]: one card per job, curves from what it needs. Cards stay the same nodes while
/// the run goes on, so that focus and hover stay; another run takes them over, since new ones would
/// have to be styled first.
public final class JobGraphPane extends Pane {
  private static final double CARD_EM = 15.5;
  private static final double CARD_HEIGHT_EM = 3.9;
  private static final double INSTANCE_EM = 2;
  private static final double GAP_EM = 2.4;
  private static final double ROW_GAP_EM = 0.75;

  private final List<JobBox> boxes = new ArrayList<>();
  private final Map<String, JobBox> cards = new HashMap<>();

  /// From a job to one that needs it.
  private record Edge(JobBox from, JobBox to, CubicCurve curve) {}

  private final Pane edges = new Pane();
  private final List<Edge> curves = new ArrayList<>();
  private final Consumer<String> choose;
  private final Consumer<TaskRef> chooseTask;
  private final Label em = new Label("m");
  private JobGraph graph = new JobGraph(List.of());
  private Optional<String> chosen = Optional.empty();

  /// @param choose hears the id of the job a person chose, `chooseTask` the instance of a matrix
  public JobGraphPane(Consumer<String> choose, Consumer<TaskRef> chooseTask) {
    this.choose = choose;
    this.chooseTask = chooseTask;
    setId("job-graph");
    getStyleClass().add("job-graph");
    em.setVisible(false);
    em.setManaged(false);
    edges.setMouseTransparent(true);
    getChildren().addAll(em, edges);
  }

  /// Shows the jobs these tasks belong to.
  public void show(List<TaskView> tasks) {
    show(JobGraph.of(tasks));
  }

  void show(JobGraph next) {
    boolean sameShape = shape(next).equals(shape(graph));
    graph = next;
    if (!sameShape) {
      deal(next.jobs());
      connect();
    }
    next.jobs().forEach(job -> card(job.id()).show(job));
    choose(chosen);
    requestLayout();
  }

  /// Marks a job as chosen without telling whoever hears choices.
  public void choose(Optional<String> job) {
    chosen = job;
    cards.forEach((id, card) -> card.setSelected(job.filter(id::equals).isPresent()));
  }

  /// Gives each job a card: the first the first there is, and so on.
  private void deal(List<JobGraph.Job> jobs) {
    while (boxes.size() > jobs.size()) {
      getChildren().remove(boxes.removeLast());
    }
    while (boxes.size() < jobs.size()) {
      JobBox box = new JobBox(choose, chooseTask, this::requestLayout);
      boxes.add(box);
      getChildren().add(box);
    }
    cards.clear();
    for (int i = 0; i < jobs.size(); i++) {
      cards.put(jobs.get(i).id(), boxes.get(i));
    }
  }

  private JobBox card(String job) {
    return Objects.requireNonNull(cards.get(job), job);
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
    return em() * 2 + graph.layers().stream().mapToDouble(this::height).max().orElse(0);
  }

  @Override
  protected void layoutChildren() {
    double em = em();
    edges.resizeRelocate(0, 0, getWidth(), getHeight());
    double x = em;
    for (List<JobGraph.Job> layer : graph.layers()) {
      double y = Math.max(em, (getHeight() - height(layer)) / 2);
      for (JobGraph.Job job : layer) {
        double height = height(job);
        card(job.id()).resizeRelocate(x, Math.round(y), em * CARD_EM, height);
        y += height + em * ROW_GAP_EM;
      }
      x += em * (CARD_EM + GAP_EM);
    }
    curves.forEach(this::place);
  }

  private double height(JobGraph.Job job) {
    return em() * (CARD_HEIGHT_EM + card(job.id()).lines() * INSTANCE_EM);
  }

  private double height(List<JobGraph.Job> layer) {
    double boxes = layer.stream().mapToDouble(this::height).sum();
    return boxes + em() * ROW_GAP_EM * Math.max(0, layer.size() - 1);
  }

  private void connect() {
    curves.clear();
    for (JobGraph.Job job : graph.jobs()) {
      for (String need : job.needs()) {
        JobBox from = cards.get(need);
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
    double startY = edge.from().getLayoutY() + em() * CARD_HEIGHT_EM / 2;
    double endX = edge.to().getLayoutX();
    double endY = edge.to().getLayoutY() + em() * CARD_HEIGHT_EM / 2;
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
}
