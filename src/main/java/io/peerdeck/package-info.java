/// Peerdeck itself: the program's entry, the demo and the benchmarks. The only package that may use
/// every room.
@NullMarked
package io.peerdeck;

import org.jspecify.annotations.NullMarked;
