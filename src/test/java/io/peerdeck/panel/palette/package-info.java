@NullMarked
package io.peerdeck.panel.palette;

import org.jspecify.annotations.NullMarked;
