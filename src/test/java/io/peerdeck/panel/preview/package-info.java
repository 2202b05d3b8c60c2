@NullMarked
package io.peerdeck.panel.preview;

import org.jspecify.annotations.NullMarked;
