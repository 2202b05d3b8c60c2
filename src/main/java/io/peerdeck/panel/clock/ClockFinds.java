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
import java.util.function.Consumer;
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
  private boolean renewing;
  private boolean again;
  private LongConsumer slid = moved -> {};
  private long from;
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
  public void want(long first, long to) {
    from = Math.max(first, 0);
    wanted = Math.max(to, 0);
    readOn();
  }

  /// Where there may be matches among the news all is read anew; what was found stays in sight
  /// until that is there, and its rows know how far they moved.
  @Override
  public void news(EntryPage newest, LongConsumer moved) {
    boolean known =
        newest.total() == total
            || newest.entries().stream().limit(newest.total() - total).noneMatch(this::mayMatch);
    total = newest.total();
    slid = moved;
    if (known) {
      moved.accept(0);
    } else if (found.isEmpty()) {
      reload();
      moved.accept(0);
    } else if (renewing) {
      again = true;
    } else {
      renewing = true;
      renew(new ArrayList<>(), filter.query(PAGE));
    }
  }

  private void renew(List<ClockRow> fresh, EntryQuery query) {
    ask(
        query,
        page -> {
          page.entries().forEach(entry -> fresh.add(ClockRow.of(entry)));
          Optional<String> next = next(page);
          if (next.isPresent() && fresh.size() < found.size()) {
            renew(fresh, filter.query(PAGE).withBefore(next.get()));
          } else {
            renewed(fresh, page, next);
          }
        });
  }

  private void renewed(List<ClockRow> fresh, EntryPage page, Optional<String> next) {
    Optional<ClockRow> first = at(from);
    boolean more = again;
    forget();
    add(fresh);
    ended(page, next);
    long place = first.map(row -> placeOf(row.cid())).orElse(-1L);
    slid.accept(place < 0 ? 0 : place - from);
    if (more) {
      renewing = true;
      renew(new ArrayList<>(), filter.query(PAGE));
    }
  }

  private boolean mayMatch(io.peerdeck.node.EntryView entry) {
    return filter.kind().filter(kind -> !kind.equals(entry.kind())).isEmpty()
        && filter.author().filter(author -> !author.equals(entry.author().id())).isEmpty();
  }

  @Override
  public void reload() {
    forget();
    more = true;
    readOn();
  }

  /// Answers to what was asked before are dropped.
  private void forget() {
    generation++;
    found.clear();
    places.clear();
    goOn = Optional.empty();
    reading = false;
    renewing = false;
    again = false;
  }

  private void readOn() {
    if (more && !reading && found.size() <= wanted) {
      reading = true;
      EntryQuery first = filter.query(PAGE);
      ask(goOn.map(first::withBefore).orElse(first), this::came);
    }
  }

  private void ask(EntryQuery query, Consumer<EntryPage> then) {
    long asked = generation;
    bridge.act(
        TEXTS.get("reading"),
        node -> node.entries(query),
        page -> {
          if (asked == generation) {
            then.accept(page);
          }
        },
        e -> {
          if (asked == generation) {
            more &= !reading;
            reading = false;
            renewing = false;
          }
          bridge.notices().problem(TEXTS.get("reading"), bridge.message(e));
          changed.run();
        });
  }

  private void came(EntryPage page) {
    reading = false;
    add(page.entries().stream().map(ClockRow::of).toList());
    ended(page, next(page));
    changed.run();
    readOn();
  }

  private void add(List<ClockRow> rows) {
    for (ClockRow row : rows) {
      places.put(row.cid(), found.size());
      found.add(row);
    }
  }

  private void ended(EntryPage page, Optional<String> next) {
    total = page.total();
    goOn = next;
    more = next.isPresent() && found.size() < MAX;
  }

  /// The entry below which matches may go on.
  private static Optional<String> next(EntryPage page) {
    boolean full = page.entries().size() == PAGE;
    return full ? Optional.of(page.entries().getLast().cid()) : page.goOn();
  }
}
