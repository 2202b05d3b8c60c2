/// Every run in one table, and what can be done to runs. Shown by the shell; the run screen uses
/// its actions.
@NullMarked
package io.peerdeck.panel.queue;

import org.jspecify.annotations.NullMarked;
