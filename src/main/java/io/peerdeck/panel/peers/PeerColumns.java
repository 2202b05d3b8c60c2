package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.Facet;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;

/// The registry as a table.
final class PeerColumns {
  private static final Texts TEXTS = Texts.of("peers");

  /// This node first, then by name.
  static final Comparator<PeerView> ORDER =
      Comparator.comparing((PeerView p) -> !p.self())
          .thenComparing(p -> p.peer().name(), String.CASE_INSENSITIVE_ORDER)
          .thenComparing(p -> p.peer().id());

  private PeerColumns() {}

  static List<Column<PeerView>> all(InstantSource time) {
    return List.of(
        Column.<PeerView>mark(
                "state",
                TEXTS.get("column.state"),
                9.5,
                PeerWords::mark,
                p -> PeerWords.mark(p).word())
            .withTooltip(PeerView::stateReason),
        Column.<PeerView>text("name", TEXTS.get("column.name"), 8.5, p -> p.peer().name())
            .withTooltip(p -> p.peer().name() + "\n" + p.peer().id()),
        Column.<PeerView>text(
                "roles", TEXTS.get("column.roles"), 14, p -> String.join(", ", p.roles()))
            .withTooltip(p -> String.join(", ", p.roles()))
            .withLeast(9),
        Column.<PeerView>mark(
                "trust", TEXTS.get("column.trust"), 8.5, PeerWords::trust, PeerWords::trustWord)
            .withTooltip(p -> TEXTS.get("trust.why", PeerWords.trustWord(p))),
        Column.<PeerView, Integer>number(
                "slots",
                TEXTS.get("column.slots"),
                4.5,
                p -> p.running() + " / " + p.slots(),
                PeerView::running)
            .leaving(4),
        Column.<PeerView, Long>number(
                "rtt",
                TEXTS.get("column.rtt"),
                5.5,
                PeerWords::rtt,
                p -> p.rtt().map(Duration::toNanos).orElse(Long.MAX_VALUE))
            .withExport(p -> p.rtt().map(rtt -> (Object) (rtt.toNanos() / 1e6)).orElse(""))
            .leaving(3),
        Column.<PeerView, Double>number(
                "loss",
                TEXTS.get("column.loss"),
                4.5,
                PeerWords::loss,
                p -> p.link().loss().orElse(-1.0))
            .leaving(2),
        Column.<PeerView, Double>number(
                "rates",
                TEXTS.get("column.rates"),
                11,
                PeerWords::rates,
                p -> p.link().bytesInPerSecond() + p.link().bytesOutPerSecond())
            .leaving(1),
        Column.<PeerView, Integer>number(
                "score", TEXTS.get("column.score"), 4.5, PeerWords::score, p -> p.conduct().score())
            .withTooltip(PeerWords::reasons)
            .leaving(5),
        Column.<PeerView>text("way", TEXTS.get("column.way"), 8, PeerWords::way)
            .withTooltip(PeerWords::link)
            .hidden(),
        Column.<PeerView>text("source", TEXTS.get("column.source"), 11, PeerView::source).hidden(),
        Column.<PeerView, Long>number(
                "seen",
                TEXTS.get("column.seen"),
                7,
                p -> p.self() ? "" : p.lastSeen().map(at -> Words.ago(at, time)).orElse(""),
                p -> p.lastSeen().map(at -> -at.toEpochMilli()).orElse(Long.MAX_VALUE))
            .withExport(p -> p.lastSeen().map(Object::toString).orElse(""))
            .hidden(),
        Column.<PeerView>text(
                "labels", TEXTS.get("column.labels"), 16, p -> String.join(", ", p.labels()))
            .hidden(),
        Column.<PeerView, Long>number(
                "bytes",
                TEXTS.get("column.bytes"),
                11,
                PeerWords::bytes,
                p -> p.bytesIn() + p.bytesOut())
            .hidden(),
        Column.<PeerView>text("agent", TEXTS.get("column.agent"), 9, p -> p.agent().orElse(""))
            .hidden(),
        Column.<PeerView>text("id", TEXTS.get("column.id"), 8, p -> Words.shortId(p.peer().id()))
            .withTooltip(p -> p.peer().id())
            .withExport(p -> p.peer().id())
            .hidden());
  }

  static List<Facet<PeerView>> facets() {
    return List.of(
        new Facet<>("state", TEXTS.get("facet.state"), p -> List.of(PeerWords.mark(p).word())),
        new Facet<>("role", TEXTS.get("facet.role"), PeerView::roles),
        new Facet<>("label", TEXTS.get("facet.label"), PeerView::labels));
  }
}
