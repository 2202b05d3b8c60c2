@NullMarked
package io.peerdeck.panel;

import org.jspecify.annotations.NullMarked;
