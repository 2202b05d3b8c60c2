/// What a monitor sees of a node, as Prometheus has it: read from [io.peerdeck.node.Node] at each
/// scrape. `api` carries it.
@NullMarked
package io.peerdeck.api.metrics;

import org.jspecify.annotations.NullMarked;
