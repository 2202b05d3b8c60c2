/// A task's log as it grows: feed, lines, search and view. Used by the run screen.
@NullMarked
package io.peerdeck.panel.log;

import org.jspecify.annotations.NullMarked;
