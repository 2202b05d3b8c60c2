package io.peerdeck.panel.part;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import java.util.List;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Rows that wrap and grids that fit.
final class WrapRowTest {
  private record Place(double x, double y, double width, double height) {}

  @BeforeAll
  static void start() {
    FxThread.start();
  }

  @Test
  void whatDoesNotFitGoesOnTheNextLine() {
    Region[] parts = parts(3);
    WrapRow row = new WrapRow(parts);
    assertThat(laidOut(row, 250, parts))
        .containsExactly(
            new Place(0, 0, 100, 20), new Place(100, 0, 100, 20), new Place(0, 20, 100, 20));
    assertThat(FxThread.call(() -> row.minHeight(250))).isEqualTo(40);
    assertThat(FxThread.call(() -> row.minHeight(300))).isEqualTo(20);
  }

  @Test
  void whatGrowsTakesTheRestOfItsLineAndGivesWayToTheOthers() {
    Region[] parts = parts(3);
    parts[1].setPrefWidth(900);
    parts[1].setMaxWidth(Double.MAX_VALUE);
    HBox.setHgrow(parts[1], Priority.ALWAYS);
    assertThat(laidOut(new WrapRow(parts), 500, parts))
        .containsExactly(
            new Place(0, 0, 100, 20), new Place(100, 0, 300, 20), new Place(400, 0, 100, 20));
  }

  @Test
  void whatHasTheWidthItAskedForFitsOnOneLine() {
    Region[] parts = parts(3);
    for (Region part : parts) {
      part.setPrefWidth(100.4);
    }
    WrapRow row = new WrapRow(parts);
    double wanted = FxThread.call(() -> row.prefWidth(-1));
    assertThat(FxThread.call(() -> row.minHeight(wanted))).isEqualTo(20);
  }

  @Test
  void aPartWiderThanTheRowIsAsWideAsTheRow() {
    Region[] parts = parts(1);
    parts[0].setPrefWidth(900);
    assertThat(laidOut(new WrapRow(parts), 250, parts)).containsExactly(new Place(0, 0, 250, 20));
  }

  @Test
  void aGridTakesAsManyEqualColumnsAsFitAndFillsItsRowsEvenly() {
    Region[] parts = parts(5);
    for (Region part : parts) {
      part.setMinWidth(100);
      part.setMaxSize(Double.MAX_VALUE, Double.MAX_VALUE);
    }
    parts[1].setPrefHeight(50);
    AutoGrid grid = new AutoGrid();
    grid.getChildren().setAll(parts);
    assertThat(laidOut(grid, 450, parts))
        .containsExactly(
            new Place(0, 0, 150, 50),
            new Place(150, 0, 150, 50),
            new Place(300, 0, 150, 50),
            new Place(0, 50, 150, 20),
            new Place(150, 50, 150, 20));
    assertThat(laidOut(grid, 500, parts)).extracting(Place::y).containsOnly(0.0);
  }

  private static Region[] parts(int count) {
    return Stream.generate(
            () -> {
              Region part = new Region();
              part.setPrefSize(100, 20);
              return part;
            })
        .limit(count)
        .toArray(Region[]::new);
  }

  private static List<Place> laidOut(Region row, double width, Region... parts) {
    return FxThread.call(
        () -> {
          row.resize(width, row.prefHeight(width));
          row.layout();
          return Stream.of(parts).map(WrapRowTest::place).toList();
        });
  }

  private static Place place(Node node) {
    Region region = (Region) node;
    return new Place(
        region.getLayoutX(), region.getLayoutY(), region.getWidth(), region.getHeight());
  }
}
