/// One run: its job graph, steps and results, with the log beside. Shown by the shell.
@NullMarked
package io.peerdeck.panel.run;

import org.jspecify.annotations.NullMarked;
