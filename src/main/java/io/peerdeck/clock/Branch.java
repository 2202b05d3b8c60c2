package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;

/// One chain of an author, from `start` on; what is below is on `parent` (-1: nothing is). An
/// honest author has one branch for life; every further one begins where a history was written
/// twice.
///
/// @param tip its last entry
record Branch(int id, PeerId author, long start, int parent, DagNode tip) {
  Branch with(DagNode newTip) {
    return new Branch(id, author, start, parent, newTip);
  }
}
