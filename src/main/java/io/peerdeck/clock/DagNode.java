package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;

/// An admitted entry's place in the graph, without its block.
///
/// @param row 1, 2, 3 … in admission order
/// @param branch the author's chain it is on
/// @param versions its causal past and itself
/// @param viewBefore the membership view of its causal past
/// @param viewAfter the view with itself counted
record DagNode(
    long row,
    Cid cid,
    long lc,
    int branch,
    long seq,
    VersionVector versions,
    int viewBefore,
    int viewAfter) {}
