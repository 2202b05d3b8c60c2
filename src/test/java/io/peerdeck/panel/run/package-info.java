@NullMarked
package io.peerdeck.panel.run;

import org.jspecify.annotations.NullMarked;
