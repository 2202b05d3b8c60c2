/// The way between the node and the FX thread, and the words people read: every reading and command
/// of a screen goes through [io.peerdeck.panel.bridge.NodeBridge]. Called by all of the panel;
/// knows no screen.
@NullMarked
package io.peerdeck.panel.bridge;

import org.jspecify.annotations.NullMarked;
