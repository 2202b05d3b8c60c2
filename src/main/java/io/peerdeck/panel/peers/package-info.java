/// The fleet's machines, and what can be done to them. Shown by the shell.
@NullMarked
package io.peerdeck.panel.peers;

import org.jspecify.annotations.NullMarked;
