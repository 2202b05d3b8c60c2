package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/// The rows that lists lag behind what is folded: each run once, as it was last. Belongs to the
/// event loop's thread.
final class PendingRows {
  /// Runs that wait at most, but for those of one more page of the clock; some 25 MB.
  private static final int MOST = 4_000;

  private final RunTable table;
  private final BiFunction<Cid, Optional<RunState>, RunTable.Change> row;
  private final Map<Cid, Optional<RunState>> states = new LinkedHashMap<>();
  private long read;
  private long taken;
  private boolean waiting;

  /// @param watermark the last row of the clock that the table shows
  /// @param row a run's row
  PendingRows(
      RunTable table, long watermark, BiFunction<Cid, Optional<RunState>, RunTable.Change> row) {
    this.table = table;
    this.read = watermark;
    this.taken = watermark;
    this.row = row;
  }

  /// Rows that are written together.
  ///
  /// @param states by run; empty for one that is no more
  /// @param watermark the last row of the clock they rest on
  /// @param waiting whether a run among them is to be loaded from the table once there is room
  record Rows(Map<Cid, Optional<RunState>> states, long watermark, boolean waiting) {}

  void put(Cid run, Optional<RunState> state) {
    states.put(run, state);
  }

  /// A run among them is not kept in memory.
  void waits() {
    waiting = true;
  }

  /// All entries up to this row of the clock are folded.
  void upTo(long row) {
    read = row;
  }

  /// Whether so many wait that the clock is to be followed no further until they are written: with
  /// a long past to read, folding is faster than the disk.
  boolean full() {
    return states.size() >= MOST;
  }

  /// Whether there is something to write.
  boolean any() {
    return read != taken;
  }

  /// What is to be written since this was last asked.
  Rows take() {
    Rows rows = new Rows(new LinkedHashMap<>(states), read, waiting);
    states.clear();
    waiting = false;
    taken = read;
    return rows;
  }

  /// Writes rows and watermark in one commit.
  CompletableFuture<Long> write(Rows rows) {
    List<RunTable.Change> changes = new ArrayList<>(rows.states.size());
    rows.states.forEach((id, state) -> changes.add(row.apply(id, state)));
    return table.write(changes, rows.watermark);
  }

  /// Rows could not be written and will be with the next.
  ///
  /// @param before the watermark before them
  void notWritten(Rows rows, long before) {
    rows.states.forEach(states::putIfAbsent);
    waiting |= rows.waiting;
    taken = before;
  }
}
