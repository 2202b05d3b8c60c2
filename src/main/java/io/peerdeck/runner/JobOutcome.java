package io.peerdeck.runner;

import java.util.List;
import java.util.Map;

/// How a job ended.
///
/// @param conclusion of the job itself; the job's `continue-on-error` is the caller's to apply
/// @param outputs the job's outputs, evaluated at its end
/// @param steps all steps in order, skipped ones too
/// @param artifacts uploaded by this job
/// @param annotations at most 50
/// @param summary the step summaries joined, Markdown
/// @param message why it failed or was cancelled, in a sentence; empty after success
/// @param millis from the start of the job to the end of its last process
public record JobOutcome(
    Conclusion conclusion,
    Map<String, String> outputs,
    List<StepResult> steps,
    List<ArtifactRef> artifacts,
    List<Annotation> annotations,
    String summary,
    String message,
    long millis) {}
