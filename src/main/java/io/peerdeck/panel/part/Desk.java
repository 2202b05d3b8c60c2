package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notices;
import java.time.InstantSource;

/// What every screen works with.
///
/// @param fleet this node's status and the peers, as last read
public record Desk(
    NodeBridge bridge,
    Notices notices,
    Overlay overlay,
    FleetGlance fleet,
    Navigator navigator,
    FileChoice files,
    InstantSource time) {}
