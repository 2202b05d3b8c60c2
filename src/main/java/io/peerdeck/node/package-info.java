/// The node: the only place where the rooms above are wired together. [Node] is the one face that
/// `api` and `panel` share: immutable snapshots for reading, a few commands for acting, one change
/// feed. Who looks at it is unknown here.
@NullMarked
package io.peerdeck.node;

import org.jspecify.annotations.NullMarked;
