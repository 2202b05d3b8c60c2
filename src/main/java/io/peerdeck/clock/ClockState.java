package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import java.util.List;
import java.util.Optional;

/// The graph's edge after a commit: what readers see. Immutable.
///
/// @param heads sorted by CID bytes
/// @param branches never changed once here
/// @param rows the last row, which is the number of entries
/// @param lastLc the highest logical time, -1 when empty
record ClockState(
    Optional<Cid> fleet, List<DagNode> heads, Branches branches, long rows, long lastLc) {}
