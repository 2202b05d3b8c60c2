/// Everything that can be set, the node's own log, a bundle for whoever helps, and what this is.
/// Shown by the shell.
@NullMarked
package io.peerdeck.panel.settings;

import org.jspecify.annotations.NullMarked;
