@NullMarked
package io.peerdeck.panel.part;

import org.jspecify.annotations.NullMarked;
