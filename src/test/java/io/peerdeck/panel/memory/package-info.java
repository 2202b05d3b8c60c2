@NullMarked
package io.peerdeck.panel.memory;

import org.jspecify.annotations.NullMarked;
