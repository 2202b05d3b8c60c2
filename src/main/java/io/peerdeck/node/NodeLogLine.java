package io.peerdeck.node;

import java.time.Instant;

/// A line of the node's own log, with those of a stack trace that follow it.
///
/// @param level `error`, `warn`, `info`, `debug` or `trace`
/// @param source the class that wrote it
public record NodeLogLine(Instant time, String level, String source, String text) {}
