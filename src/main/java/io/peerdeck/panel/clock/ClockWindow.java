package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/// The clock's entries by their place, newest first, read in pages around what is looked at. Pages
/// far away are forgotten but for the cursor to read them again, so memory has a bound whatever
/// the clock holds. Only on the FX thread; reading happens through the bridge.
final class ClockWindow {
  static final int PAGE = 500;

  /// Pages kept in memory.
  static final int KEPT = 12;

  private static final Texts TEXTS = Texts.of("clock");

  /// One page: its rows, if still held, and how many entries it spans.
  private static final class Page {
    @Nullable List<ClockRow> rows;
    final int size;
    long start;
    long used;

    Page(List<ClockRow> rows) {
      this.rows = rows;
      this.size = rows.size();
    }
  }

  /// Where an entry is held.
  private record Spot(Page page, int index) {}

  private final NodeBridge bridge;
  private final Runnable changed;
  private final List<Page> pages = new ArrayList<>();
  private final List<String> lastCids = new ArrayList<>();
  private final Map<String, Spot> byCid = new HashMap<>();
  private String text = "";
  private long total;
  private long uses;
  private long generation;
  private boolean reading;
  private boolean loaded;
  private int wanted;

  ClockWindow(NodeBridge bridge, Runnable changed) {
    this.bridge = bridge;
    this.changed = changed;
  }

  long total() {
    return total;
  }

  boolean loaded() {
    return loaded;
  }

  /// Entries whose place is known already.
  int reached() {
    return pages.stream().mapToInt(page -> page.size).sum();
  }

  /// How many entries can be scrolled to: all of them, or with a search text those found so far.
  long scrollable() {
    return text.isEmpty() ? total : reached();
  }

  /// The entry at a place, or empty while it is being read.
  Optional<ClockRow> at(long place) {
    for (Page page : pages) {
      if (place >= page.start && place < page.start + page.size) {
        List<ClockRow> rows = page.rows;
        return rows == null ? Optional.empty() : Optional.of(rows.get((int) (place - page.start)));
      }
    }
    return Optional.empty();
  }

  /// The place of an entry held in memory, or -1.
  long placeOf(String cid) {
    Spot spot = byCid.get(cid);
    return spot == null ? -1 : spot.page().start + spot.index();
  }

  /// Makes sure the entries up to this place are read; the listener hears when they are.
  void want(long from, long to) {
    wanted = (int) Math.min(Math.max(to, 0), Math.max(0, total - 1));
    uses++;
    int missing = -1;
    for (int i = 0; i < pages.size(); i++) {
      long start = pages.get(i).start;
      if (start <= to && start + pages.get(i).size > from) {
        pages.get(i).used = uses;
        if (pages.get(i).rows == null && missing < 0) {
          missing = i;
        }
      }
    }
    if (reading) {
      return;
    }
    if (missing >= 0) {
      read(missing);
    } else if (reached() <= wanted && reached() < total && !exhausted()) {
      read(pages.size());
    }
  }

  /// Starts anew with the entries that match.
  void search(String wantedText) {
    text = wantedText;
    reload();
  }

  void reload() {
    generation++;
    pages.clear();
    lastCids.clear();
    byCid.clear();
    reading = false;
    loaded = false;
    read(0);
  }

  /// New entries arrived. When they all came on top the window slides by their number, which is
  /// returned through `slid`; when some came in between it is read anew.
  void news(EntryPage newest, LongConsumer slid) {
    List<ClockRow> held = pages.isEmpty() ? null : pages.getFirst().rows;
    if (!loaded || !text.isEmpty() || held == null || held.isEmpty()) {
      reload();
      return;
    }
    List<ClockRow> top = newest.entries().stream().map(ClockRow::of).toList();
    String known = held.getFirst().cid();
    int at = 0;
    while (at < top.size() && !top.get(at).cid().equals(known)) {
      at++;
    }
    if (at == top.size() || at != newest.total() - total) {
      reload();
    } else if (at > 0) {
      List<ClockRow> rows = new ArrayList<>(top.subList(0, at));
      if (held.size() < PAGE) {
        rows.addAll(held);
        pages.removeFirst();
        lastCids.removeFirst();
      }
      pages.addFirst(new Page(rows));
      lastCids.addFirst(rows.getLast().cid());
      total = newest.total();
      placed(pages.getFirst());
      slid.accept(at);
    }
  }

  private boolean exhausted() {
    return !pages.isEmpty() && pages.getLast().size == 0;
  }

  private void read(int page) {
    reading = true;
    long asked = generation;
    Optional<String> before = page == 0 ? Optional.empty() : Optional.of(lastCids.get(page - 1));
    int limit = page < pages.size() ? pages.get(page).size : PAGE;
    EntryQuery all = EntryQuery.newest(limit).withText(text);
    EntryQuery query = before.map(all::withBefore).orElse(all);
    bridge.act(
        TEXTS.get("reading"),
        (Node node) -> node.entries(query),
        read -> {
          if (asked == generation) {
            came(page, read);
          }
        },
        e -> {
          reading = false;
          bridge.notices().problem(TEXTS.get("reading"), bridge.message(e));
        });
  }

  private void came(int place, EntryPage read) {
    reading = false;
    loaded = true;
    total = read.total();
    Page page = new Page(read.entries().stream().map(ClockRow::of).toList());
    page.used = ++uses;
    if (place < pages.size()) {
      if (page.size != pages.get(place).size) {
        reload();
        return;
      }
      pages.set(place, page);
    } else {
      pages.add(page);
      lastCids.add(page.size == 0 ? "" : read.entries().getLast().cid());
    }
    placed(page);
    forget();
    changed.run();
    want(wanted, wanted);
  }

  private void forget() {
    while (pages.stream().filter(page -> page.rows != null).count() > KEPT) {
      Page oldest = null;
      for (Page page : pages) {
        if (page.rows != null && (oldest == null || page.used < oldest.used)) {
          oldest = page;
        }
      }
      if (oldest == null) {
        return;
      }
      List<ClockRow> gone = oldest.rows;
      oldest.rows = null;
      if (gone != null) {
        gone.forEach(row -> byCid.remove(row.cid()));
      }
    }
  }

  /// The rows of this page are held from now on, and every page knows where it starts.
  private void placed(Page page) {
    List<ClockRow> rows = page.rows;
    for (int i = 0; rows != null && i < rows.size(); i++) {
      byCid.put(rows.get(i).cid(), new Spot(page, i));
    }
    long start = 0;
    for (Page each : pages) {
      each.start = start;
      start += each.size;
    }
  }
}
