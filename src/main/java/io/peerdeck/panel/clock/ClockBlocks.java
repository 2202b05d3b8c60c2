package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.EntryView;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/// The whole clock, any place of it read as directly as any other: in blocks by the number of
/// entries that stand before one in order, which new entries on top do not change. Memory has a
/// bound whatever the clock holds.
final class ClockBlocks implements ClockRows {
  static final int BLOCK = 500;

  /// Blocks kept in memory.
  static final int KEPT = 12;

  private static final int AT_ONCE = 2;
  private static final Texts TEXTS = Texts.of("clock");

  private final NodeBridge bridge;
  private final Runnable changed;
  // Rows of a block, the oldest first; the block looked at longest ago first.
  private final LinkedHashMap<Long, List<ClockRow>> blocks = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, Long> ordinals = new HashMap<>();
  private final Set<Long> reading = new HashSet<>();
  private long total;
  private long generation;

  ClockBlocks(NodeBridge bridge, Runnable changed) {
    this.bridge = bridge;
    this.changed = changed;
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public long scrollable() {
    return total;
  }

  @Override
  public Optional<ClockRow> at(long place) {
    long ordinal = total - 1 - place;
    if (ordinal < 0 || place < 0) {
      return Optional.empty();
    }
    List<ClockRow> rows = blocks.get(ordinal / BLOCK);
    int index = (int) (ordinal % BLOCK);
    return rows == null || index >= rows.size() ? Optional.empty() : Optional.of(rows.get(index));
  }

  @Override
  public long placeOf(String cid) {
    Long ordinal = ordinals.get(cid);
    return ordinal == null ? -1 : total - 1 - ordinal;
  }

  @Override
  public void want(long from, long to) {
    if (total == 0) {
      return;
    }
    long newest = Math.clamp(total - 1 - from, 0, total - 1);
    long oldest = Math.clamp(total - 1 - to, 0, total - 1);
    for (long block = newest / BLOCK; block >= oldest / BLOCK; block--) {
      if (!isWhole(block) && reading.size() < AT_ONCE && reading.add(block)) {
        read(block);
      }
    }
  }

  @Override
  public void reload() {
    generation++;
    blocks.clear();
    ordinals.clear();
    reading.clear();
    changed.run();
  }

  /// Entries that came on top leave all others where they are; one that came in between shifts
  /// those above it, so then all is read anew.
  @Override
  public void news(EntryPage newest, LongConsumer slid) {
    long more = newest.total() - total;
    boolean onTop =
        newest.entries().stream()
            .noneMatch(e -> ordinals.getOrDefault(e.cid(), e.ordinal()) != e.ordinal());
    total = newest.total();
    if (!onTop) {
      reload();
    }
    hold(newest.entries());
    slid.accept(Math.max(0, more));
  }

  private boolean isWhole(long block) {
    List<ClockRow> rows = blocks.get(block);
    return rows != null && rows.size() == sizeOf(block);
  }

  private int sizeOf(long block) {
    return (int) Math.min(BLOCK, total - block * BLOCK);
  }

  private void read(long block) {
    long asked = generation;
    EntryQuery query =
        EntryQuery.newest(sizeOf(block)).withOrdinal(block * BLOCK + sizeOf(block) - 1);
    bridge.act(
        TEXTS.get("reading"),
        node -> node.entries(query),
        page -> {
          if (asked == generation) {
            reading.remove(block);
            came(page);
          }
        },
        e -> {
          if (asked == generation) {
            reading.remove(block);
          }
          bridge.notices().problem(TEXTS.get("reading"), bridge.message(e));
        });
  }

  private void came(EntryPage page) {
    boolean shifted =
        page.entries().stream()
            .anyMatch(e -> ordinals.getOrDefault(e.cid(), e.ordinal()) != e.ordinal());
    total = Math.max(total, page.total());
    if (shifted) {
      reload();
    }
    hold(page.entries());
    changed.run();
  }

  /// Keeps these entries where they make a block longer without a hole.
  private void hold(List<EntryView> newestFirst) {
    for (EntryView entry : newestFirst.reversed()) {
      long block = entry.ordinal() / BLOCK;
      int index = (int) (entry.ordinal() % BLOCK);
      List<ClockRow> rows = blocks.get(block);
      if (rows == null && index == 0) {
        rows = new ArrayList<>(BLOCK);
        blocks.put(block, rows);
      }
      if (rows != null && index == rows.size()) {
        rows.add(ClockRow.of(entry));
        ordinals.put(entry.cid(), entry.ordinal());
      } else if (rows != null && index < rows.size()) {
        rows.set(index, ClockRow.of(entry));
        ordinals.put(entry.cid(), entry.ordinal());
      }
    }
    while (blocks.size() > KEPT) {
      blocks.pollFirstEntry().getValue().forEach(row -> ordinals.remove(row.cid()));
    }
  }
}
