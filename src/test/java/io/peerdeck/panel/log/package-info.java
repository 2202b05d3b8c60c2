@NullMarked
package io.peerdeck.panel.log;

import org.jspecify.annotations.NullMarked;
