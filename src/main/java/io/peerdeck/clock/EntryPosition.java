package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;

/// A place in the clock's total order.
public record EntryPosition(long lc, Cid cid) implements Comparable<EntryPosition> {
  @Override
  public int compareTo(EntryPosition other) {
    int byTime = Long.compare(lc, other.lc);
    return byTime != 0 ? byTime : cid.compareTo(other.cid);
  }
}
