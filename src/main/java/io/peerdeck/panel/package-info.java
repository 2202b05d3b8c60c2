/// The control panel: what an operator sees and steers. It reads and commands
/// [io.peerdeck.node.Node] through one bridge and knows nothing else of the program. `Main` and the
/// demo open it by [io.peerdeck.panel.PanelApp] and [io.peerdeck.panel.PanelWindow]; nothing else
/// here is for others. No method of the node is ever called on the FX thread.
@NullMarked
package io.peerdeck.panel;

import org.jspecify.annotations.NullMarked;
