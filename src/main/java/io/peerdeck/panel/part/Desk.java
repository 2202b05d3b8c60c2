package io.peerdeck.panel.part;

import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.memory.PanelMemory;
import java.time.InstantSource;

/// What every screen works with.
///
/// @param toasts words on what has been done, with the way back
/// @param fleet this node's status and the peers, as last read
/// @param memory what survives a restart
public record Desk(
    NodeBridge bridge,
    Notices notices,
    Overlay overlay,
    Toasts toasts,
    FleetGlance fleet,
    Navigator navigator,
    FileChoice files,
    PanelMemory memory,
    InstantSource time) {}
