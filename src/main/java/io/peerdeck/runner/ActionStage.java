package io.peerdeck.runner;

import io.peerdeck.workflow.Condition;
import io.peerdeck.workflow.UsesStep;
import java.util.function.Function;

/// What an action does before the job's first step, or after its last.
///
/// @param name as shown
/// @param condition asks of the job, also where the action is used inside another
/// @param step that uses the action
/// @param scope of that step
record ActionStage(
    String name,
    Condition condition,
    UsesStep step,
    StepScope scope,
    Function<ReadyStep, StepEnd> work) {}
