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
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;

/// Draws a [JobGraph]: one card per job, lines from what it needs that pass between cards. Cards
/// stay the same nodes while the run goes on, so that focus and hover stay; another run takes them
/// over, since new ones would have to be styled first.
public final class JobGraphPane extends Pane {
  private static final double CARD_EM = 15.5;
  private static final double CARD_HEIGHT_EM = 3.9;
  private static final double INSTANCE_EM = 2;
  private static final double GAP_EM = 2.4;
  private static final double ROW_GAP_EM = 0.75;
  private static final double PASSAGE_EM = 0.75;

  private final List<JobBox> boxes = new ArrayList<>();
  private final Map<String, JobBox> cards = new HashMap<>();

  /// From a job to one that needs it.
  ///
  /// @param passed the layers between them, left to right
  private record Edge(String need, String job, List<Integer> passed, Path line) {}

  private final Pane edges = new Pane();
  private final List<Edge> lines = new ArrayList<>();
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
    int layers = graph.places().size();
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
    return em() * 2 + graph.places().stream().mapToDouble(this::height).max().orElse(0);
  }

  @Override
  protected void layoutChildren() {
    double em = em();
    edges.resizeRelocate(0, 0, getWidth(), getHeight());
    double x = em;
    List<Map<String, Double>> passed = new ArrayList<>();
    for (List<JobGraph.Place> layer : graph.places()) {
      Map<String, Double> passages = new HashMap<>();
      double y = Math.max(em, (getHeight() - height(layer)) / 2);
      for (JobGraph.Place place : layer) {
        double height = height(place);
        switch (place) {
          case JobGraph.Job job ->
              card(job.id()).resizeRelocate(x, Math.round(y), em * CARD_EM, height);
          case JobGraph.Passage passage -> passages.put(passage.from(), y + height / 2);
        }
        y += height + em * ROW_GAP_EM;
      }
      passed.add(passages);
      x += em * (CARD_EM + GAP_EM);
    }
    lines.forEach(edge -> draw(edge, passed));
  }

  private double height(JobGraph.Place place) {
    return switch (place) {
      case JobGraph.Job job -> em() * (CARD_HEIGHT_EM + card(job.id()).lines() * INSTANCE_EM);
      case JobGraph.Passage passage -> em() * PASSAGE_EM;
    };
  }

  private double height(List<JobGraph.Place> layer) {
    double boxes = layer.stream().mapToDouble(this::height).sum();
    return boxes + em() * ROW_GAP_EM * Math.max(0, layer.size() - 1);
  }

  private void connect() {
    lines.clear();
    for (JobGraph.Job job : graph.jobs()) {
      for (String need : job.needs()) {
        if (cards.containsKey(need)) {
          lines.add(new Edge(need, job.id(), graph.between(need, job.id()), new Path()));
        }
      }
    }
    edges.getChildren().setAll(lines.stream().map(Edge::line).toList());
    edges.getChildren().forEach(line -> line.getStyleClass().add("edge"));
  }

  /// @param heights at which edges from a job pass each layer
  private void draw(Edge edge, List<Map<String, Double>> heights) {
    JobBox from = card(edge.need());
    JobBox to = card(edge.job());
    double x = from.getLayoutX() + from.getWidth();
    double y = from.getLayoutY() + em() * CARD_HEIGHT_EM / 2;
    List<PathElement> drawn = new ArrayList<>(List.of(new MoveTo(x, y)));
    for (int layer : edge.passed()) {
      double next = Objects.requireNonNull(heights.get(layer).get(edge.need()));
      drawn.add(bend(x, y, x + em() * GAP_EM, next));
      x += em() * (GAP_EM + CARD_EM);
      y = next;
      drawn.add(new LineTo(x, y));
    }
    drawn.add(bend(x, y, to.getLayoutX(), to.getLayoutY() + em() * CARD_HEIGHT_EM / 2));
    edge.line().getElements().setAll(drawn);
  }

  private CubicCurveTo bend(double x, double y, double toX, double toY) {
    double bend = Math.max(em(), (toX - x) / 2);
    return new CubicCurveTo(x + bend, y, toX - bend, toY, toX, toY);
  }
}
