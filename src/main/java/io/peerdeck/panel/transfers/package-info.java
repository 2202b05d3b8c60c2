/// Every blob moving between this node and a peer. Shown by the shell.
@NullMarked
package io.peerdeck.panel.transfers;

import org.jspecify.annotations.NullMarked;
