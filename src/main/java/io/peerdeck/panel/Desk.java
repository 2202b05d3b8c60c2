package io.peerdeck.panel;

import java.time.InstantSource;

/// What every screen works with.
///
/// @param fleet this node's status and the peers, as last read
record Desk(
    NodeBridge bridge,
    Notices notices,
    Overlay overlay,
    FleetGlance fleet,
    Navigator navigator,
    FileChoice files,
    InstantSource time) {}
