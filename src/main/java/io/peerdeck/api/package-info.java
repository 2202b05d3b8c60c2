/// REST on loopback over [io.peerdeck.node.Node]: a token-guarded HTTP server, the client that
/// speaks to it, and the pair of node and server that a data folder runs. `cli` calls the client,
/// `io.peerdeck` starts the server beside the panel.
@NullMarked
package io.peerdeck.api;

import org.jspecify.annotations.NullMarked;
