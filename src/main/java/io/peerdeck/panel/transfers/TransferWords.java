package io.peerdeck.panel.transfers;

import io.peerdeck.node.TransferView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Mark;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/// A transfer in words, and the table of them.
final class TransferWords {
  private static final Texts TEXTS = Texts.of("transfers");

  /// What moves first, each newest first.
  static final Comparator<TransferView> ORDER =
      Comparator.comparing((TransferView t) -> !running(t))
          .thenComparing(TransferView::startedAt, Comparator.reverseOrder())
          .thenComparing(TransferView::id);

  private TransferWords() {}

  static List<Column<TransferView>> columns(InstantSource time) {
    return List.of(
        Column.<TransferView>mark(
                "state", TEXTS.get("column.state"), 7.8, TransferWords::mark, t -> mark(t).word())
            .withTooltip(TransferWords::why),
        Column.<TransferView>text("file", TEXTS.get("column.file"), 14, TransferWords::file)
            .withTooltip(t -> file(t) + "\n" + t.cid())
            .withLeast(9.4),
        Column.<TransferView>text("direction", TEXTS.get("column.peer"), 10, TransferWords::way)
            .withTooltip(t -> way(t) + "\n" + t.peer().id())
            .withLeast(8.8)
            .leaving(4),
        Column.number(
            "percent", TEXTS.get("column.percent"), 4.2, TransferWords::percent, t -> share(t)),
        Column.<TransferView, Long>number(
                "progress",
                TEXTS.get("column.progress"),
                9.8,
                TransferWords::moved,
                TransferView::bytes)
            .leaving(2),
        Column.<TransferView, Double>number(
                "rate",
                TEXTS.get("column.rate"),
                5.8,
                t -> running(t) ? rate(t) : "",
                TransferView::bytesPerSecond)
            .withTooltip(TransferWords::rate)
            .leaving(4),
        Column.<TransferView, Long>number(
                "left",
                TEXTS.get("column.left"),
                5,
                TransferWords::left,
                t -> t.eta().map(Duration::toMillis).orElse(Long.MAX_VALUE))
            .leaving(3),
        Column.ago("started", TEXTS.get("column.started"), 6.5, TransferView::startedAt, time)
            .leaving(1),
        Column.<TransferView>text("cid", TEXTS.get("column.cid"), 8, t -> Words.shortId(t.cid()))
            .withTooltip(TransferView::cid)
            .withExport(TransferView::cid)
            .hidden());
  }

  static List<Facet<TransferView>> facets() {
    return List.of(
        new Facet<>("state", TEXTS.get("facet.state"), t -> List.of(mark(t).word())),
        new Facet<>("peer", TEXTS.get("facet.peer"), t -> List.of(t.peer().name())),
        new Facet<>(
            "way", TEXTS.get("facet.way"), t -> List.of(TEXTS.get("way." + t.direction()))));
  }

  static boolean running(TransferView transfer) {
    return transfer.state().equals("running");
  }

  /// Whether it ended without all of it being there.
  static boolean broken(TransferView transfer) {
    return transfer.state().equals("failed") || transfer.state().equals("cancelled");
  }

  static Mark mark(TransferView transfer) {
    return Mark.of(transfer.state());
  }

  /// The file's name, or a short CID where nothing names it.
  static String file(TransferView transfer) {
    return transfer.name().orElseGet(() -> TEXTS.get("unnamed", Words.shortId(transfer.cid())));
  }

  static String way(TransferView transfer) {
    return TEXTS.get("direction." + transfer.direction(), transfer.peer().name());
  }

  /// Why it is as it is, and what to do about it.
  static String why(TransferView transfer) {
    return switch (transfer.state()) {
      case "failed" ->
          TEXTS.get(
              "why.failed", Words.sentence(transfer.error().orElse(TEXTS.get("why.unknown"))));
      case "cancelled" -> TEXTS.get("why.cancelled");
      case "done" -> TEXTS.get("why.done", Words.bytes(transfer.bytes()));
      default ->
          transfer
              .eta()
              .map(eta -> TEXTS.get("why.running", Words.duration(eta.toMillis())))
              .orElseGet(
                  () ->
                      transfer.bytes() > 0 && transfer.bytesPerSecond() < 1
                          ? TEXTS.get("why.stalled", transfer.peer().name())
                          : TEXTS.get("why.runningOpen"));
    };
  }

  /// From 0 to 1; what is known to be whole is 1.
  static double share(TransferView transfer) {
    return transfer.state().equals("done")
        ? 1
        : transfer.total() <= 0 ? 0 : (double) transfer.bytes() / transfer.total();
  }

  static String percent(TransferView transfer) {
    return transfer.total() <= 0 && !transfer.state().equals("done")
        ? TEXTS.get("notKnown")
        : Words.percent(share(transfer));
  }

  static String moved(TransferView transfer) {
    return transfer.total() <= 0 || transfer.state().equals("done")
        ? Words.bytes(transfer.bytes())
        : TEXTS.get(
            "progress",
            Words.bytesAs(transfer.bytes(), transfer.total()),
            Words.bytes(transfer.total()));
  }

  static String rate(TransferView transfer) {
    return TEXTS.get("perSecond", Words.bytes(Math.round(transfer.bytesPerSecond())));
  }

  static String left(TransferView transfer) {
    return running(transfer)
        ? transfer.eta().map(eta -> Words.duration(eta.toMillis())).orElse(TEXTS.get("notKnown"))
        : "";
  }
}
