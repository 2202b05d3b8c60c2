package io.peerdeck.clock;

/// Branches `a` and `b` of one author contradict each other from `seq` on: who has both up to there
/// holds the proof.
record Fork(int a, int b, long seq) {
  boolean provenBy(VersionVector past) {
    return past.covers(a, seq) && past.covers(b, seq);
  }
}
