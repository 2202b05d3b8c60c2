package io.peerdeck.panel.clock;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.TokenCanvas;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.paint.Color;

/// The Merkle clock as a graph: a lane per author, newest on top, curves where parents cross lanes.
/// Only the rows in sight are drawn, so that drawing costs the same at 100 and at 1,000,000.
public final class ClockCanvas extends TokenCanvas {
  private static final Texts TEXTS = Texts.of("clock");

  /// Entries above the window whose edges may still reach into it.
  private static final int EDGES_FROM_ABOVE = 60;

  /// The scroll bar's thumb is never shorter than this share of its track.
  private static final double LEAST_THUMB = 0.04;

  /// A notch of a wheel is 40 pixels and three rows; a touchpad's strokes are a few pixels each.
  private static final double PIXELS_A_ROW = 40.0 / 3;

  private ClockRows rows;
  private final ClockNames names;
  private final ClockLanes lanes = new ClockLanes();
  private final Consumer<ClockRow> choose;
  private final ScrollBar bar;
  private Optional<String> chosen = Optional.empty();
  private OptionalLong awaited = OptionalLong.empty();
  private long top;
  private double turned;
  private long lastDrawNanos;
  private int lastDrawnRows;

  ClockCanvas(ClockRows rows, ClockNames names, ScrollBar bar, Consumer<ClockRow> choose) {
    this.rows = rows;
    this.names = names;
    this.bar = bar;
    this.choose = choose;
    setId("clock-canvas");
    getStyleClass().add("clock-canvas");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.LIST_VIEW);
    setAccessibleText(TEXTS.get("canvas"));
    bar.valueProperty().addListener((o, was, is) -> scrolledTo(is.longValue()));
    addEventHandler(ScrollEvent.SCROLL, this::wheel);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    focusedProperty().addListener(o -> redraw());
  }

  /// Draws other entries from now on, from their newest.
  void show(ClockRows other) {
    rows = other;
    scrollTo(0);
    refreshed();
  }

  /// Marks an entry as chosen without telling whoever hears choices.
  void mark(String cid) {
    chosen = Optional.of(cid);
    redraw();
  }

  /// Brings an entry to the middle and marks it as chosen, without telling whoever hears choices.
  void goTo(long place, String cid) {
    mark(cid);
    scrollTo(place - rowsInSight() / 2);
  }

  /// The place of the first row in sight.
  public long top() {
    return top;
  }

  public long lastDrawNanos() {
    return lastDrawNanos;
  }

  public int lastDrawnRows() {
    return lastDrawnRows;
  }

  /// Entries came or went: the scroll bar's range follows.
  void refreshed() {
    reach();
    scrollTo(top);
    awaited.ifPresent(this::pick);
    redraw();
  }

  public void scrollTo(long place) {
    long last = Math.max(0, rows.scrollable() - rowsInSight());
    top = Math.clamp(place, 0, last);
    bar.setValue(top);
    rows.want(top, top + rowsInSight());
    redraw();
  }

  private double rowHeight() {
    return Math.round(em() * 2);
  }

  private int rowsInSight() {
    return Math.max(1, (int) (getHeight() / rowHeight()) - 1);
  }

  private double laneStep() {
    double room = Math.max(getWidth() * 0.3, 1);
    return Math.min(em() * 1.4, room / lanes.count());
  }

  private double laneX(int lane) {
    return em() * 1.2 + lane * laneStep();
  }

  private void reach() {
    bar.setMax(Math.max(0, rows.scrollable() - rowsInSight()));
    bar.setVisibleAmount(Math.max(rowsInSight(), bar.getMax() * LEAST_THUMB));
    bar.setBlockIncrement(rowsInSight());
  }

  @Override
  protected void layoutChildren() {
    reach();
    super.layoutChildren();
  }

  @Override
  public void draw(GraphicsContext g, double width, double height) {
    long started = System.nanoTime();
    int inSight = rowsInSight() + 1;
    rows.want(top, top + inSight);
    for (long place = Math.max(0, top - EDGES_FROM_ABOVE); place < top + inSight; place++) {
      rows.at(place).ifPresent(row -> lanes.of(row.author()));
    }
    ClockColumns columns = ClockColumns.between(laneX(lanes.count() - 1) + em() * 1.4, width, em());
    g.setFont(font());
    g.setTextBaseline(VPos.CENTER);
    g.save();
    g.beginPath();
    g.rect(0, rowHeight(), width, height - rowHeight());
    g.clip();
    g.translate(0, rowHeight());
    int drawn = 0;
    for (int i = 0; i < inSight; i++) {
      Optional<ClockRow> row = rows.at(top + i);
      boolean picked = row.isPresent() && chosen.filter(row.get().cid()::equals).isPresent();
      if (picked) {
        g.setFill(chosen());
        g.fillRect(0, i * rowHeight(), width, rowHeight());
      }
      drawn += row.isPresent() ? 1 : 0;
    }
    drawEdges(g, inSight, height);
    for (int i = 0; i < inSight && top + i < rows.scrollable(); i++) {
      drawRow(g, top + i, (i + 0.5) * rowHeight(), columns);
    }
    g.restore();
    columns.head(g, rowHeight() / 2, muted());
    g.setStroke(line());
    g.setLineWidth(1);
    g.strokeLine(0, rowHeight() - 0.5, width, rowHeight() - 0.5);
    if (isFocused()) {
      g.setStroke(accent());
      g.strokeRect(0.5, 0.5, width - 1, height - 1);
    }
    lastDrawnRows = drawn;
    lastDrawNanos = System.nanoTime() - started;
  }

  private void drawEdges(GraphicsContext g, int inSight, double height) {
    for (long place = Math.max(0, top - EDGES_FROM_ABOVE); place < top + inSight; place++) {
      Optional<ClockRow> row = rows.at(place);
      if (row.isEmpty()) {
        continue;
      }
      double y = (place - top + 0.5) * rowHeight();
      int lane = lanes.of(row.get().author());
      row.get().prev().ifPresent(prev -> edge(g, lane, y, prev, height, true));
      for (String parent : row.get().parents()) {
        edge(g, lane, y, parent, height, false);
      }
    }
  }

  /// From a child down to its parent; to the lower edge when the parent is out of sight.
  private void edge(
      GraphicsContext g, int lane, double y, String parent, double height, boolean own) {
    long place = rows.placeOf(parent);
    double parentY = place < 0 ? height + rowHeight() : (place - top + 0.5) * rowHeight();
    if (parentY < 0) {
      return;
    }
    int parentLane =
        own || place < 0 ? lane : rows.at(place).map(r -> lanes.of(r.author())).orElse(lane);
    double x = laneX(lane);
    double parentX = laneX(parentLane);
    g.setStroke(lane(lane));
    g.setLineWidth(own ? Math.max(1, em() / 9) : 1);
    double until = Math.min(parentY, height + rowHeight());
    if (own || x == parentX) {
      g.strokeLine(x, Math.max(y, -rowHeight()), parentX, until);
      return;
    }
    g.setStroke(lane(parentLane));
    g.setLineWidth(1);
    g.beginPath();
    g.moveTo(x, y);
    double bend = Math.min(rowHeight() * 1.2, parentY - y);
    g.bezierCurveTo(x, y + bend / 2, parentX, y + bend / 2, parentX, y + bend);
    g.lineTo(parentX, until);
    g.stroke();
  }

  private void drawRow(GraphicsContext g, long place, double y, ClockColumns columns) {
    Optional<ClockRow> known = rows.at(place);
    if (known.isEmpty()) {
      columns.loading(g, y, muted());
      return;
    }
    ClockRow row = known.get();
    int lane = lanes.of(row.author());
    boolean marked = !row.marks().isEmpty();
    g.setFill(row.effective() ? lane(lane) : ground());
    g.setStroke(marked ? warn() : lane(lane));
    ClockDot.draw(g, laneX(lane), y, em() * 0.36, marked);
    Color tone = marked ? warn() : text();
    columns.row(g, row, names.of(row.key()), y, tone, muted());
  }

  private void scrolledTo(long place) {
    if (place != top) {
      scrollTo(place);
    }
  }

  private void wheel(ScrollEvent event) {
    turned -= event.getDeltaY() / PIXELS_A_ROW;
    long whole = (long) turned;
    if (whole != 0) {
      turned -= whole;
      scrollTo(top + whole);
    }
    event.consume();
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    long row = (long) (event.getY() / rowHeight()) - 1;
    if (row >= 0) {
      pick(top + row);
    }
  }

  private void key(KeyEvent event) {
    long at = chosen.map(rows::placeOf).orElse(-1L);
    long from = at < 0 ? top - 1 : at;
    int page = rowsInSight() - 1;
    switch (event.getCode()) {
      case DOWN -> pick(from + 1);
      case UP -> pick(Math.max(0, from - 1));
      case PAGE_DOWN -> pick(from + page);
      case PAGE_UP -> pick(Math.max(0, from - page));
      case HOME -> pick(0);
      case END -> pick(rows.scrollable() - 1);
      default -> {
        return;
      }
    }
    event.consume();
  }

  private void pick(long place) {
    long last = Math.min(Math.max(0, place), Math.max(0, rows.scrollable() - 1));
    if (last < top) {
      scrollTo(last);
    } else if (last >= top + rowsInSight()) {
      scrollTo(last - rowsInSight() + 1);
    }
    awaited = rows.at(last).isEmpty() ? OptionalLong.of(last) : OptionalLong.empty();
    rows.at(last)
        .ifPresent(
            row -> {
              chosen = Optional.of(row.cid());
              setAccessibleText(ClockWords.row(row, names.of(row.key())));
              choose.accept(row);
              redraw();
            });
  }
}
