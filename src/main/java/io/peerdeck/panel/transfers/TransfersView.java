package io.peerdeck.panel.transfers;

import io.peerdeck.node.Change;
import io.peerdeck.node.TransferView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.View;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;

/// Blobs moving between peers, now and lately.
public final class TransfersView extends View {
  private static final Texts TEXTS = Texts.of("transfers");
  private final Desk desk;
  private final DataTable<TransferView> table;
  private List<TransferView> inspected = List.of();

  public TransfersView(Desk desk) {
    this.desk = desk;
    this.table =
        new DataTable<>(
            desk,
            "transfers",
            TEXTS.get("title"),
            TransferView::id,
            columns(),
            List.of(
                new Facet<>("state", TEXTS.get("facet.state"), t -> List.of(mark(t).word())),
                new Facet<>("peer", TEXTS.get("facet.peer"), t -> List.of(t.peer().name()))),
            Comparator.comparing(TransferView::startedAt)
                .reversed()
                .thenComparing(TransferView::id),
            List.of(
                Action.of(
                    "copy-cid",
                    Feather.COPY,
                    TEXTS.get("copyCid"),
                    all -> all.size() == 1,
                    all -> DataTableKeys.copy(all.getFirst().cid()))),
            new EmptyState(Feather.REPEAT, TEXTS.get("empty.title"), TEXTS.get("empty.text")));
    table.onSelection(this::selected);
    own(
        desk.bridge()
            .watch(
                TEXTS.get("reading"),
                change -> change instanceof Change.Blobs,
                (node, news) -> node.transfers(),
                table::rows));
  }

  @Override
  public Region root() {
    return table;
  }

  @Override
  public void focus() {
    table.focusTable();
  }

  @Override
  public List<Offer> offers() {
    return table.actions().offers();
  }

  @Override
  public boolean pressed(KeyEvent event) {
    return table.actions().run(event);
  }

  @Override
  public Optional<String> chosenKey() {
    return table.chosenKey();
  }

  @Override
  public void chooseKey(String key) {
    table.select(key);
  }

  @Override
  public void focusFilter() {
    table.filters().field().requestFocus();
  }

  @Override
  public void refreshTimes() {
    table.refreshTimes();
  }

  private void selected(List<TransferView> transfers) {
    if (transfers.equals(inspected)) {
      return;
    }
    inspected = transfers;
    if (transfers.size() != 1) {
      inspectNothing();
      return;
    }
    TransferView t = transfers.getFirst();
    inspect(
        new Inspection(TEXTS.get("direction." + t.direction(), t.peer().name()))
            .mark(mark(t), mark(t).word())
            .note(t.error().orElse(""))
            .part(
                new Facts()
                    .id(TEXTS.get("column.cid"), t.cid())
                    .add(TEXTS.get("column.peer"), t.peer().name())
                    .add(TEXTS.get("column.progress"), progress(t))
                    .add(TEXTS.get("column.rate"), rate(t))
                    .add(TEXTS.get("column.started"), Words.absolute(t.startedAt()))));
  }

  private List<Column<TransferView>> columns() {
    return List.of(
        Column.<TransferView>mark(
                "state", TEXTS.get("column.state"), 8, TransfersView::mark, t -> mark(t).word())
            .withTooltip(t -> t.error().orElse(t.state())),
        Column.text(
            "direction",
            TEXTS.get("column.direction"),
            13,
            t -> TEXTS.get("direction." + t.direction(), t.peer().name())),
        Column.<TransferView>text("cid", TEXTS.get("column.cid"), 9, t -> Words.shortId(t.cid()))
            .withTooltip(TransferView::cid),
        Column.number(
            "progress",
            TEXTS.get("column.progress"),
            14,
            TransfersView::progress,
            TransferView::bytes),
        Column.number(
            "rate", TEXTS.get("column.rate"), 7, TransfersView::rate, TransferView::bytesPerSecond),
        Column.<TransferView, Long>number(
                "started",
                TEXTS.get("column.started"),
                7,
                t -> Words.ago(t.startedAt(), desk.time()),
                t -> t.startedAt().toEpochMilli())
            .withTooltip(t -> Words.absolute(t.startedAt())));
  }

  private static Mark mark(TransferView transfer) {
    return Mark.of(transfer.state());
  }

  private static String progress(TransferView t) {
    return t.total() <= 0
        ? Words.bytes(t.bytes())
        : TEXTS.get(
            "progress",
            Words.bytes(t.bytes()),
            Words.bytes(t.total()),
            Words.percent((double) t.bytes() / t.total()));
  }

  private static String rate(TransferView t) {
    return t.state().equals("running")
        ? TEXTS.get("perSecond", Words.bytes(Math.round(t.bytesPerSecond())))
        : "";
  }
}
