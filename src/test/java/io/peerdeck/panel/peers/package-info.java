/// Tests of the Peers screen.
@NullMarked
package io.peerdeck.panel.peers;

import org.jspecify.annotations.NullMarked;
