/// Everything that can be done, found by typing: the command palette and the list of shortcuts.
/// Opened by the frame, which brings what there is to offer; knows no screen.
@NullMarked
package io.peerdeck.panel.palette;

import org.jspecify.annotations.NullMarked;
