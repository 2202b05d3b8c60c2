package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/// The entries that match a filter, read on from the newest as far as somebody scrolls.
final class ClockFinds implements ClockRows {
  /// More are not held: whoever looks for something narrows the filter.
  static final int MAX = 20_000;

  private static final int PAGE = 500;
  private static final Texts TEXTS = Texts.of("clock");

  private final NodeBridge bridge;
  private final ClockFilter filter;
  private final Runnable changed;
  private final List<ClockRow> found = new ArrayList<>();
  private final Map<String, Integer> places = new HashMap<>();
  private Optional<String> goOn = Optional.empty();
  private boolean more = true;
  private boolean reading;
  private long wanted;
  private long total;
  private long generation;

  ClockFinds(NodeBridge bridge, ClockFilter filter, Runnable changed) {
    this.bridge = bridge;
    this.filter = filter;
    this.changed = changed;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public long scrollable() {
    return found.size();
  }

  /// Whether there may be matches that have not been read.
  boolean more() {
    return more;
  }

  @Override
  public Optional<ClockRow> at(long place) {
    return place < 0 || place >= found.size()
        ? Optional.empty()
        : Optional.of(found.get((int) place));
  }

  @Override
  public long placeOf(String cid) {
    return places.getOrDefault(cid, -1);
  }

  @Override
  public void want(long from, long to) {
    wanted = Math.max(to, 0);
    if (more && !reading && found.size() <= wanted) {
      read();
    }
  }

  /// Matches among the news are read with the rest.
  @Override
  public void news(EntryPage newest, LongConsumer slid) {
    boolean known =
        newest.total() == total
            || newest.entries().stream().limit(newest.total() - total).noneMatch(this::mayMatch);
    total = newest.total();
    if (!known) {
      reload();
    }
    slid.accept(0);
  }

  private boolean mayMatch(io.peerdeck.node.EntryView entry) {
    return filter.kind().filter(kind -> !kind.equals(entry.kind())).isEmpty()
        && filter.author().filter(author -> !author.equals(entry.author().id())).isEmpty();
  }

  @Override
  public void reload() {
    generation++;
    found.clear();
    places.clear();
    goOn = Optional.empty();
    more = true;
    reading = false;
    read();
  }

  private void read() {
    reading = true;
    long asked = generation;
    EntryQuery first = filter.query(PAGE);
    EntryQuery query = goOn.map(first::withBefore).orElse(first);
    bridge.act(
        TEXTS.get("reading"),
        node -> node.entries(query),
        page -> {
          if (asked == generation) {
            came(page);
          }
        },
        e -> {
          if (asked == generation) {
            reading = false;
            more = false;
          }
          bridge.notices().problem(TEXTS.get("reading"), bridge.message(e));
          changed.run();
        });
  }

  private void came(EntryPage page) {
    reading = false;
    total = page.total();
    page.entries()
        .forEach(
            entry -> {
              places.put(entry.cid(), found.size());
              found.add(ClockRow.of(entry));
            });
    boolean full = page.entries().size() == PAGE;
    goOn = full ? Optional.of(page.entries().getLast().cid()) : page.goOn();
    more = goOn.isPresent() && found.size() < MAX;
    changed.run();
    want(wanted, wanted);
  }
}
