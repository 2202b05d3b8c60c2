package io.peerdeck.panel.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.TaskView;
import io.peerdeck.panel.Script;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.schedule.RunStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ScrollPane;
import javafx.scene.shape.CubicCurveTo;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.Path;
import javafx.scene.shape.PathElement;
import org.junit.jupiter.api.Test;

/// The jobs of a run in layers.
final class JobGraphTest {
  @Test
  void aJobStandsRightOfTheLastJobItNeeds() {
    assertThat(
            layers(
                task("report", 0, "merge", "fetch"),
                task("merge", 0, "build"),
                task("build", 0, "fetch", "lint"),
                task("fetch", 0),
                task("lint", 0)))
        .containsExactly(
            List.of("fetch", "lint"), List.of("build"), List.of("merge"), List.of("report"));
  }

  @Test
  void jobsStandNearWhatTheyNeedSoThatFewEdgesCross() {
    assertThat(layers(task("a", 0), task("b", 0), task("of-b", 0, "b"), task("of-a", 0, "a")))
        .containsExactly(List.of("a", "b"), List.of("of-a", "of-b"));
  }

  @Test
  void whatIsNeededFurtherRightHasAPlaceToPassTheLayersBetween() {
    JobGraph graph =
        JobGraph.of(
            List.of(
                task("fetch", 0),
                task("build", 0, "fetch"),
                task("test", 0, "build"),
                task("report", 0, "test", "fetch"),
                task("notes", 0, "test", "fetch")));
    assertThat(graph.places().get(1)).hasSize(2).contains(new JobGraph.Passage("fetch"));
    assertThat(graph.places().get(2)).hasSize(2).contains(new JobGraph.Passage("fetch"));
    assertThat(graph.layers().get(3)).hasSize(2);
  }

  @Test
  void noLineCrossesAJob() {
    FxThread.start();
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      List<TaskView> tasks = new ArrayList<>();
      int lines = 0;
      int jobs = 2 + random.nextInt(14);
      for (int job = 0; job < jobs; job++) {
        List<String> needs = new ArrayList<>();
        for (int need = 0; need < job; need++) {
          if (random.nextInt(4) == 0) {
            needs.add("job-" + need);
          }
        }
        lines += needs.size();
        tasks.add(task("job-" + job, 0, needs.toArray(String[]::new)));
      }
      int wanted = lines;
      FxThread.run(() -> assertThat(crossings(tasks, wanted)).isEmpty());
    }
  }

  /// What is wrong with the lines of the graph of these tasks.
  private static List<String> crossings(List<TaskView> tasks, int lines) {
    JobGraphPane pane = new JobGraphPane(job -> {}, task -> {});
    pane.show(tasks);
    Scene scene = new Scene(new ScrollPane(pane), 1200, 700);
    scene.getRoot().applyCss();
    scene.getRoot().layout();
    List<Node> drawn = List.copyOf(pane.lookupAll(".edge"));
    assertThat(drawn).hasSize(lines);
    List<Bounds> cards =
        pane.lookupAll(".job-box").stream()
            .map(Node::getBoundsInParent)
            .map(
                b ->
                    (Bounds)
                        new BoundingBox(
                            b.getMinX() + 1, b.getMinY(), b.getWidth() - 2, b.getHeight()))
            .toList();
    assertThat(cards).hasSize(tasks.size());
    return drawn.stream()
        .flatMap(line -> points((Path) line).stream())
        .flatMap(
            point ->
                cards.stream().filter(card -> card.contains(point)).map(c -> point + " in " + c))
        .toList();
  }

  private static List<Point2D> points(Path line) {
    List<Point2D> points = new ArrayList<>();
    Point2D pen = Point2D.ZERO;
    for (PathElement element : line.getElements()) {
      switch (element) {
        case MoveTo move -> pen = new Point2D(move.getX(), move.getY());
        case LineTo to -> {
          Point2D end = new Point2D(to.getX(), to.getY());
          for (int i = 0; i <= 50; i++) {
            points.add(pen.interpolate(end, i / 50.0));
          }
          pen = end;
        }
        case CubicCurveTo curve -> {
          Point2D end = new Point2D(curve.getX(), curve.getY());
          Point2D one = new Point2D(curve.getControlX1(), curve.getControlY1());
          Point2D two = new Point2D(curve.getControlX2(), curve.getControlY2());
          for (int i = 0; i <= 50; i++) {
            double t = i / 50.0;
            Point2D a = pen.interpolate(one, t).interpolate(one.interpolate(two, t), t);
            Point2D b = one.interpolate(two, t).interpolate(two.interpolate(end, t), t);
            points.add(a.interpolate(b, t));
          }
          pen = end;
        }
        default -> throw new AssertionError(element);
      }
    }
    assertThat(points).isNotEmpty();
    return points;
  }

  @Test
  void aMatrixIsOneJobOfTheWorstOfItsStates() {
    TaskView failed = Script.task("build", 1, "build (2)", List.of(), RunStatus.FAILED);
    JobGraph graph = JobGraph.of(List.of(task("build", 0), failed, task("build", 2)));
    assertThat(graph.jobs()).hasSize(1);
    JobGraph.Job build = graph.jobs().getFirst();
    assertThat(build.tasks()).hasSize(3);
    assertThat(build.name()).isEqualTo("build");
    assertThat(build.mark()).isEqualTo(Mark.FAILED);
  }

  @Test
  void aDamagedRunWhoseJobsNeedEachOtherIsDrawnAllTheSame() {
    assertThat(layers(task("a", 0, "b"), task("b", 0, "a"), task("c", 0, "gone")))
        .anySatisfy(layer -> assertThat(layer).contains("c"))
        .hasSizeLessThan(4);
  }

  private static TaskView task(String job, int index, String... needs) {
    return Script.task(job, index, job, List.of(needs), RunStatus.COMPLETED);
  }

  private static List<List<String>> layers(TaskView... tasks) {
    return JobGraph.of(List.of(tasks)).layers().stream()
        .map(layer -> layer.stream().map(JobGraph.Job::id).toList())
        .toList();
  }
}
