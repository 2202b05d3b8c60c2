/// How the panel looks: colours, size of the writing, motion. Every scene of the panel is dressed
/// here and nowhere else.
@NullMarked
package io.peerdeck.panel.look;

import org.jspecify.annotations.NullMarked;
