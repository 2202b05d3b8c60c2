/// What the caches hold and how often they answer. Shown by the shell.
@NullMarked
package io.peerdeck.panel.cache;

import org.jspecify.annotations.NullMarked;
