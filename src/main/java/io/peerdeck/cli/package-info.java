/// The command line: picocli commands that speak the loopback API of [io.peerdeck.api], to the node
/// running on the data folder or to one embedded for the length of the command.
@NullMarked
package io.peerdeck.cli;

import org.jspecify.annotations.NullMarked;
