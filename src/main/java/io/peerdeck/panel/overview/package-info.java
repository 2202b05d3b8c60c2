/// The first screen: how this node and its fleet are, what needs a decision. Shown by the shell.
@NullMarked
package io.peerdeck.panel.overview;

import org.jspecify.annotations.NullMarked;
