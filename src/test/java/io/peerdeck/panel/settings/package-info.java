@NullMarked
package io.peerdeck.panel.settings;

import org.jspecify.annotations.NullMarked;
