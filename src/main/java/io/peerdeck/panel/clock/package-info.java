/// The Merkle clock as author lanes and edges on a canvas. Shown by the shell.
@NullMarked
package io.peerdeck.panel.clock;

import org.jspecify.annotations.NullMarked;
