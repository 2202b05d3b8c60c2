package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

/// The lines of a log of any length: only rows in sight are nodes, and nothing is kept per line. It
/// asks for lines by number and draws what is there; what is not there yet appears when it
/// [#refresh()]es.
final class LogArea extends Region {
  /// Where lines come from.
  interface Content {
    Optional<LogChunk.Line> line(long number);

    /// This line is in sight and was not there.
    void want(long number);

    boolean isHit(long number);

    boolean isCurrent(long number);

    /// The text searched for; empty while none is.
    String wanted();

    /// A person moved: back (up) or on.
    void moved(boolean up);

    void fold(long number, boolean folded);
  }

  private final LogRows rows;
  private final Content content;
  private final Pane pane = new Pane();
  private final RowsInSight inSight = new RowsInSight(pane);
  private final Rectangle clip = new Rectangle();
  private final LogRow ruler = new LogRow();
  private final LogBars bars = new LogBars(this::barMoved, this::requestLayout);
  private final LogChoice choice = new LogChoice();
  private LogRow.Look look = new LogRow.Look(true, false);
  private long top;
  private double above;
  private double widest;
  private boolean atEnd;

  LogArea(LogRows rows, Content content) {
    this.rows = rows;
    this.content = content;
    getStyleClass().add("log-area");
    setAccessibleRole(AccessibleRole.LIST_VIEW);
    setFocusTraversable(true);
    pane.setClip(clip);
    pane.setManaged(false);
    ruler.setVisible(false);
    pane.getChildren().add(ruler);
    getChildren().setAll(pane, bars.down(), bars.aside());
    LogPointer.install(this);
  }

  private void barMoved(long row) {
    content.moved(row < top);
    top = row;
    above = 0;
    atEnd = top >= lastTop();
    requestLayout();
  }

  LogChoice choice() {
    return choice;
  }

  void look(LogRow.Look next) {
    boolean rewrap = next.wrap() != look.wrap();
    look = next;
    above = rewrap ? 0 : above;
    widest = 0;
    bars.noShift();
    requestLayout();
  }

  LogRow.Look look() {
    return look;
  }

  /// Makes the rows that will be in sight, styled like this line.
  void ahead(LogChunk.Line like) {
    inSight.ahead(rowsInSight() + 1, like, look);
  }

  /// Lines came, went or are there now.
  void refresh() {
    requestLayout();
  }

  void clear() {
    top = 0;
    above = 0;
    widest = 0;
    atEnd = false;
    choice.clear();
    requestLayout();
  }

  /// Shows the end and stays there while lines come.
  void showEnd() {
    atEnd = true;
    requestLayout();
  }

  void showBeginning() {
    go(0, 0);
  }

  /// Puts a line into sight, a few rows below the top unless it is in sight already.
  void reveal(long line) {
    long row = rows.rowOf(line);
    if (row >= top && row < top + Math.max(1, rowsInSight() - 2)) {
      requestLayout();
      return;
    }
    go(row - 3, 0);
  }

  void choose(long line, boolean extend) {
    choice.choose(line, extend);
    requestLayout();
  }

  /// Moves by rows; by pixels within wrapped ones.
  void scrollBy(double pixels) {
    boolean up = pixels < 0;
    content.moved(up);
    double place = above + pixels;
    long row = top;
    while (place < 0 && row > 0) {
      row--;
      place += height(row);
    }
    double height = height(row);
    while (place >= height && row < rows.count() - 1) {
      place -= height;
      row++;
      height = height(row);
    }
    go(row, Math.max(0, place));
  }

  void scrollAside(double pixels) {
    bars.shiftBy(pixels);
  }

  /// Folds the group that begins in this row, or unfolds it.
  void turn(LogRow group) {
    content.fold(group.number(), !rows.folded(group.number() + 1));
  }

  /// The same of the group that was chosen last, if one was.
  void turnChosen() {
    inSight.row(choice.caret()).filter(LogRow::isGroup).ifPresent(this::turn);
  }

  /// Chooses so many rows more, from the first in sight where none is chosen.
  void chooseOn(int more) {
    long from = choice.isEmpty() ? top : rows.rowOf(choice.caret()) + more;
    long line = rows.lineOf(Math.clamp(from, 0, Math.max(0, rows.count() - 1)));
    choose(line, true);
    reveal(line);
  }

  double rowHeight() {
    return Math.max(8, Math.ceil(ruler.prefHeight(-1)));
  }

  long topLine() {
    return rows.lineOf(top);
  }

  long lastInSight() {
    return inSight.last();
  }

  int rowsInSight() {
    return (int) Math.max(1, Math.floor(paneHeight() / rowHeight()));
  }

  Optional<LogRow> row(long line) {
    return inSight.row(line);
  }

  private void go(long row, double pixels) {
    top = Math.clamp(row, 0, Math.max(0, rows.count() - 1));
    above = row < 0 ? 0 : pixels;
    atEnd = false;
    requestLayout();
  }

  private long lastTop() {
    return Math.max(0, rows.count() - rowsInSight());
  }

  private double paneHeight() {
    return Math.max(0, getHeight() - (look.wrap() ? 0 : bars.height()));
  }

  private double paneWidth() {
    return Math.max(0, getWidth() - bars.width());
  }

  private double height(long row) {
    if (!look.wrap()) {
      return rowHeight();
    }
    long line = rows.lineOf(row);
    Optional<LogRow> shown = inSight.row(line);
    if (shown.isEmpty()) {
      ruler.show(line, content.line(line), rows.folded(line + 1), look);
    }
    LogRow known = shown.orElse(ruler);
    return Math.max(rowHeight(), Math.ceil(known.prefHeight(paneWidth())));
  }

  @Override
  protected void layoutChildren() {
    double width = paneWidth();
    double height = paneHeight();
    pane.resizeRelocate(0, 0, width, height);
    clip.setWidth(width);
    clip.setHeight(height);
    settleTop(height);
    place(width, height);
    bars.placeDown(width, height, top, lastTop(), rows.count(), rowsInSight());
    bars.placeAside(width, height, widest, !look.wrap());
  }

  /// The last row never leaves the bottom, unless all fit.
  private void settleTop(double height) {
    long count = rows.count();
    if (!atEnd && top < lastTop() && !look.wrap()) {
      return;
    }
    double room = height;
    long row = count;
    while (row > 0 && room > 0) {
      row--;
      room -= height(row);
    }
    double over = Math.max(0, -room);
    boolean beyond = top > row || (top == row && above > over);
    if (atEnd || beyond) {
      top = row;
      above = over;
    }
  }

  private void place(double width, double height) {
    double y = -above;
    long row = top;
    long count = rows.count();
    Map<Long, Double> places = new HashMap<>();
    while (y < height && row < count) {
      places.put(rows.lineOf(row), y);
      y += height(row);
      row++;
    }
    inSight.hold(places.keySet());
    double shift = look.wrap() ? 0 : -bars.shift();
    long missing = -1;
    for (Map.Entry<Long, Double> place : places.entrySet()) {
      long line = place.getKey();
      LogRow shown = inSight.of(line);
      Optional<LogChunk.Line> read = content.line(line);
      if (read.isEmpty()) {
        missing = missing < 0 ? line : Math.min(missing, line);
      }
      shown.show(line, read, rows.folded(line + 1), look);
      shown.mark(content.isHit(line), content.isCurrent(line), choice.contains(line));
      shown.find(content.wanted());
      shown.setVisible(true);
      double wide = look.wrap() ? width : Math.max(width, Math.ceil(shown.prefWidth(-1)));
      widest = look.wrap() ? width : Math.max(widest, wide);
      double high =
          look.wrap() ? Math.max(rowHeight(), Math.ceil(shown.prefHeight(width))) : rowHeight();
      shown.resizeRelocate(shift, place.getValue(), Math.max(widest, wide), high);
    }
    inSight.dropFree();
    if (missing >= 0) {
      content.want(missing);
    }
  }

  Optional<Long> lineAt(double y) {
    return inSight.at(y).map(LogRow::number);
  }
}
