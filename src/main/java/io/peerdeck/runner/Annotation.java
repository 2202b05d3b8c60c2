package io.peerdeck.runner;

import java.util.Map;

/// A remark a step made by `::error::`, `::warning::` or `::notice::`, or the runner about a step.
///
/// @param step number of the step, 0 for the job
/// @param level NOTICE, WARNING or ERROR
/// @param message masks applied
/// @param properties as given, masks applied: `title`, `file`, `line`, `endLine`, `col`,
///     `endColumn` in lower case
public record Annotation(
    int step, LogLine.Level level, String message, Map<String, String> properties) {}
