/// The panel's own components, used by every screen: table, filter bar, inspector, marks, overlay,
/// and what a screen is ([io.peerdeck.panel.part.View]) and works with
/// ([io.peerdeck.panel.part.Desk]). Knows no screen.
@NullMarked
package io.peerdeck.panel.part;

import org.jspecify.annotations.NullMarked;
