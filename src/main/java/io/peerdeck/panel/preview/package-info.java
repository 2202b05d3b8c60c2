/// What submitting dropped files would do, before it is done. Shown by the shell.
@NullMarked
package io.peerdeck.panel.preview;

import org.jspecify.annotations.NullMarked;
