package io.peerdeck.runner;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/// How one step ended.
///
/// @param number from 1, in the order of the file
/// @param id the step's id, empty if it has none
/// @param name as shown
/// @param outcome before `continue-on-error`
/// @param conclusion after `continue-on-error`
/// @param startedAt when it began by this machine's clock; empty for one that was skipped
/// @param millis how long it took
/// @param exitCode of its process; empty for built-in actions, skipped steps and killed processes
public record StepResult(
    int number,
    String id,
    String name,
    Conclusion outcome,
    Conclusion conclusion,
    Optional<Instant> startedAt,
    long millis,
    OptionalInt exitCode) {}
