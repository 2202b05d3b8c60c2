/// The gallery: a window with a page for each of the panel's own parts, in all its states, for
/// those who build screens of them. It needs no node: what it shows is made up.
@NullMarked
package io.peerdeck.panel.gallery;

import org.jspecify.annotations.NullMarked;
