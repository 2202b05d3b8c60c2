package io.peerdeck.panel.cache;

import io.peerdeck.node.CacheView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Mark;
import java.util.List;

/// A cache in words, and the table of them. What does not work yet is never shown as zero.
final class CacheWords {
  private static final Texts TEXTS = Texts.of("caches");

  private CacheWords() {}

  static List<Column<CacheView>> columns() {
    return List.of(
        Column.mark("state", TEXTS.get("column.state"), 11, CacheWords::mark, c -> mark(c).word()),
        Column.<CacheView>text("name", TEXTS.get("column.name"), 14, CacheView::name)
            .withTooltip(c -> c.configured().orElse(c.name()))
            .withLeast(9.5),
        Column.number(
            "rate", TEXTS.get("column.rate"), 5.6, CacheWords::rate, c -> c.hitRate().orElse(-1.0)),
        Column.<CacheView, Long>number(
                "hits", TEXTS.get("column.hits"), 5, c -> reads(c, c.hits()), CacheView::hits)
            .leaving(3),
        Column.<CacheView, Long>number(
                "misses",
                TEXTS.get("column.misses"),
                5.5,
                c -> reads(c, c.misses()),
                CacheView::misses)
            .leaving(2),
        Column.<CacheView, Long>number(
                "size", TEXTS.get("column.size"), 8, c -> amount(c, c.size()), CacheView::size)
            .leaving(4),
        Column.<CacheView, Long>number(
                "capacity",
                TEXTS.get("column.capacity"),
                8,
                CacheWords::capacity,
                CacheView::capacity)
            .leaving(1));
  }

  static Facts facts(CacheView cache) {
    Facts facts =
        new Facts()
            .add(TEXTS.get("column.rate"), rate(cache))
            .add(TEXTS.get("column.hits"), reads(cache, cache.hits()))
            .add(TEXTS.get("column.misses"), reads(cache, cache.misses()));
    cache.kinds().forEach(kind -> facts.add(kind(kind), reads(cache, kind.reads())));
    return facts
        .add(TEXTS.get("column.size"), amount(cache, cache.size()))
        .add(TEXTS.get("column.capacity"), capacity(cache));
  }

  static String kind(CacheView.Kind kind) {
    return TEXTS.get("kind." + kind.kind());
  }

  static Mark mark(CacheView cache) {
    return cache.configured().isPresent() ? Mark.NOT_CONFIGURED : Mark.READY;
  }

  static String rate(CacheView cache) {
    return cache.hitRate().map(Words::percent).orElse(TEXTS.get("rate.none"));
  }

  static String capacity(CacheView cache) {
    return cache.capacity() == 0 && cache.configured().isEmpty()
        ? TEXTS.get("capacity.none")
        : amount(cache, cache.capacity());
  }

  static String reads(CacheView cache, long number) {
    return cache.configured().isPresent() ? TEXTS.get("rate.none") : Words.number(number);
  }

  static String amount(CacheView cache, long amount) {
    if (cache.configured().isPresent()) {
      return TEXTS.get("rate.none");
    }
    return cache.unit().equals("bytes")
        ? Words.bytes(amount)
        : Words.number(amount) + " " + cache.unit();
  }
}
