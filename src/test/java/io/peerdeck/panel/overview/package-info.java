@NullMarked
package io.peerdeck.panel.overview;

import org.jspecify.annotations.NullMarked;
