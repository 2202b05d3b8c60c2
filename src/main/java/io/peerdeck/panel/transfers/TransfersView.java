package io.peerdeck.panel.transfers;

import io.peerdeck.node.Change;
import io.peerdeck.node.TransferView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.TablePage;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import org.kordamp.ikonli.feather.Feather;

/// Blobs moving between this node and its peers, and the last ones that did: how far each is, and
/// how to end it or to try again.
public final class TransfersView extends TablePage {
  private static final Texts TEXTS = Texts.of("transfers");
  private final Desk desk;
  private final Bulk<TransferView> bulk;
  private final List<Action<TransferView>> actions;
  private final DataTable<TransferView> table;
  private final Watch<List<TransferView>> watch;
  private List<TransferView> inspected = List.of();
  private boolean moving;

  public TransfersView(Desk desk) {
    this.desk = desk;
    this.bulk = new Bulk<>(desk, TEXTS, TransferWords::file);
    this.actions = steering();
    this.table =
        new DataTable<>(
            desk,
            "transfers",
            TEXTS.get("title"),
            TransferView::id,
            TransferWords.columns(desk.time()),
            TransferWords.facets(),
            TransferWords.ORDER,
            actions,
            new EmptyState(Feather.REPEAT, TEXTS.get("empty.title"), TEXTS.get("empty.text")));
    table.onSelection(this::selected);
    watch =
        own(
            desk.bridge()
                .watch(
                    TEXTS.get("reading"),
                    change -> change instanceof Change.Blobs,
                    (node, news) -> node.transfers(),
                    this::show));
  }

  private List<Action<TransferView>> steering() {
    return List.of(
        Action.of(
                "retry",
                Feather.ROTATE_CW,
                TEXTS.get("retry"),
                any(TransferWords::broken),
                (List<TransferView> all) -> retry(all.stream().filter(TransferWords::broken)))
            .withCommandEach(transfer -> "peerdeck transfer retry " + transfer.id())
            .withShortcut("Shortcut+R"),
        Action.of(
            "copy-cid",
            Feather.COPY,
            TEXTS.get("copyCid"),
            all -> all.size() == 1,
            all -> DataTableKeys.copied(all.getFirst().cid())),
        Action.danger(
                "cancel",
                Feather.SLASH,
                TEXTS.get("cancel"),
                any(TransferWords::running),
                (List<TransferView> all) -> cancel(all.stream().filter(TransferWords::running)))
            .withCommandEach(transfer -> "peerdeck transfer cancel " + transfer.id())
            .withShortcut("Delete"));
  }

  private static Predicate<List<TransferView>> any(Predicate<TransferView> one) {
    return all -> all.stream().anyMatch(one);
  }

  @Override
  protected DataTable<TransferView> table() {
    return table;
  }

  /// A transfer that stalls tells nothing, so what runs is read again.
  @Override
  public void refreshTimes() {
    super.refreshTimes();
    if (moving) {
      watch.ask();
    }
  }

  private void show(List<TransferView> transfers) {
    moving = transfers.stream().anyMatch(TransferWords::running);
    table.rows(transfers);
  }

  private void retry(Stream<TransferView> broken) {
    bulk.each(
        broken.toList(),
        "retry",
        (node, transfer) -> node.retryTransfer(transfer.id()),
        Optional.empty());
  }

  /// Not asked first: what has arrived stays, and trying again is the way back.
  private void cancel(Stream<TransferView> running) {
    bulk.each(
        running.toList(),
        "cancel",
        (node, transfer) -> node.cancelTransfer(transfer.id()),
        Optional.of((node, transfer) -> node.retryTransfer(transfer.id())));
  }

  private void selected(List<TransferView> transfers) {
    if (transfers.equals(inspected)) {
      return;
    }
    inspected = transfers;
    if (transfers.isEmpty()) {
      inspectNothing();
    } else if (transfers.size() == 1) {
      inspect(inspection(transfers.getFirst()));
    } else {
      inspect(
          new Inspection(TEXTS.get("several", transfers.size()))
              .actions(new Actions<>(actions, table::selection).buttons("inspector")));
    }
  }

  private Inspection inspection(TransferView transfer) {
    Button peer = new Button(transfer.peer().name());
    peer.getStyleClass().addAll("flat", "link");
    peer.setMnemonicParsing(false);
    peer.setAccessibleText(TEXTS.get("peer.show", transfer.peer().name()));
    peer.setOnAction(e -> desk.navigator().show(Screen.PEERS, transfer.peer().id()));
    Facts facts =
        new Facts()
            .id(TEXTS.get("column.cid"), transfer.cid())
            .add(TEXTS.get("way." + transfer.direction()), peer)
            .add(
                TEXTS.get("column.progress"),
                TEXTS.get(
                    "progress.percent",
                    TransferWords.moved(transfer),
                    TransferWords.percent(transfer)))
            .add(TEXTS.get("column.rate"), TransferWords.rate(transfer));
    if (TransferWords.running(transfer)) {
      facts.add(TEXTS.get("column.left"), TransferWords.left(transfer));
    }
    return new Inspection(TransferWords.file(transfer))
        .mark(TransferWords.mark(transfer), TransferWords.mark(transfer).word())
        .note(TransferWords.why(transfer))
        .part(facts.time(TEXTS.get("column.started"), transfer.startedAt(), desk.time()))
        .actions(new Actions<>(actions, () -> List.of(transfer)).buttons("inspector"))
        .command("peerdeck transfer list");
  }
}
