/// What the panel remembers from one start to the next: one small file, a named record for each
/// part of the panel. Called by the frame and by every part that has something to remember; knows
/// no screen.
@NullMarked
package io.peerdeck.panel.memory;

import org.jspecify.annotations.NullMarked;
